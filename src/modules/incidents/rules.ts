import { readFileSync } from 'node:fs'
import type { Context } from '#platform/context.ts'
import type { KindView } from './contract.ts'
import type { ObligationRule, RetentionRule } from './domain/clocks.ts'

interface Paper {
  readonly title: string
  readonly basis: string
  /** What of the paper nobody has compared with the original. */
  readonly unknown: string
}
interface Clocks {
  readonly house: {
    readonly classifyAmberMinutes: number
    readonly classifyRedMinutes: number
    readonly warnMinutes: number
  }
  readonly retention: readonly RetentionRule[]
  readonly obligations: readonly ObligationRule[]
  readonly papers: Readonly<Record<string, Paper>>
}
interface Kind {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../../data/incidents/${name}.json`, import.meta.url), 'utf8')) as T

export const clocks = read<Clocks>('clocks')
const { kinds } = read<{ readonly kinds: readonly Kind[] }>('kinds')

export const isKind = (code: string): boolean => kinds.some((one) => one.code === code)
export const titleOfKind = (code: string, language: 'vi' | 'en'): string =>
  kinds.find((one) => one.code === code)?.title[language] ?? code
export const listKinds = (ctx: Context): readonly KindView[] =>
  kinds.map(({ code, title }) => ({ code, title: title[ctx.language] }))
