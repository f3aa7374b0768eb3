import { readFileSync } from 'node:fs'
import type { DeltaRule } from './domain/delta-check.ts'

/** The laboratory's own rules; data/rules/laboratory.json. */
export interface LaboratoryRules {
  readonly orderOfDraw: { readonly source: string; readonly specimens: readonly string[] }
  readonly critical: { readonly source: string; readonly confirmWithinMinutes: number }
  readonly rejectionReasons: readonly string[]
  readonly calculations: readonly Calculation[]
  readonly delta: { readonly source: string; readonly tests: Readonly<Record<string, DeltaRule>> }
}

/** A test that may be computed from others, in the order of the file. */
export interface Calculation {
  readonly test: string
  readonly formula: string
  readonly inputs: readonly string[]
  readonly source: string
}

const file = new URL('../../../data/rules/laboratory.json', import.meta.url)

export const rules: LaboratoryRules = JSON.parse(readFileSync(file, 'utf8')) as LaboratoryRules
