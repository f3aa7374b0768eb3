import { readFileSync } from 'node:fs'
import type { ConfirmationMethod } from '../contract.ts'

interface Rules {
  readonly validFrom: string
  readonly source: string
  /** How long a question may be answered. */
  readonly minutes: number
  readonly tries: number
  readonly methods: Readonly<Record<ConfirmationMethod, { readonly witness: boolean }>>
  readonly relations: readonly { readonly code: string; readonly vi: string; readonly en: string }[]
}

const file = new URL('../../../../data/rules/confirmations.json', import.meta.url)

export const confirmationRules = JSON.parse(readFileSync(file, 'utf8')) as Rules

export const relationOf = (code: string | undefined) =>
  confirmationRules.relations.find((one) => one.code === code)
