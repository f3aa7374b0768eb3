import { readFileSync } from 'node:fs'

interface Titled {
  readonly title: { readonly vi: string; readonly en: string }
}
export interface NightRule extends Titled {
  readonly rule: 'night'
  /** Hours of the house's clock; the night goes over midnight. */
  readonly fromHour: number
  readonly toHour: number
  readonly leastPatients: number
  /** Who was here on more than `habitNights` of the last `habitDays` works at night. */
  readonly habitDays: number
  readonly habitNights: number
}
export interface VolumeRule extends Titled {
  readonly rule: 'volume'
  readonly leastPatients: number
  /** So many times the mean of the days of the last `habitDays` on which there was work. */
  readonly timesMean: number
  readonly habitDays: number
}
export type RelationKind = 'own' | 'household' | 'neighbour'
interface RelationRule extends Titled {
  readonly rule: RelationKind | 'colleague'
}
export type UnusualRule = NightRule | VolumeRule | RelationRule

interface RulesFile {
  readonly source: string
  readonly rules: readonly UnusualRule[]
}

const file = new URL('../../../../data/audit/unusual.json', import.meta.url)
export const unusualRules = (JSON.parse(readFileSync(file, 'utf8')) as RulesFile).rules

export function ruleOf<R extends UnusualRule['rule']>(name: R): Extract<UnusualRule, { rule: R }> | undefined {
  return unusualRules.find((one): one is Extract<UnusualRule, { rule: R }> => one.rule === name)
}
