import { readFileSync } from 'node:fs'
import type { DayHours } from './domain/day-hours.ts'
import type { TimeLimits } from './domain/dose-window.ts'
import type { HighAlertRule } from './domain/high-alert.ts'

interface Bilingual {
  readonly vi: string
  readonly en: string
}
export interface Reason extends Bilingual {
  readonly code: string
}
export interface NotGivenReason extends Reason {
  readonly outcome: 'refused' | 'held' | 'not-available'
}
export interface Scale extends Bilingual {
  readonly key: string
  readonly words: readonly string[]
  readonly loinc?: string
  readonly min: number
  readonly max: number
  readonly unit: string
  readonly afterMinutes: number
  readonly afterInjectionMinutes: number
}
export interface GivingRules {
  readonly bandMinutes: number
  readonly dropsPerMl: number
  readonly notGiven: readonly NotGivenReason[]
  readonly timeReasons: readonly Reason[]
  readonly byHandReasons: readonly Reason[]
  readonly scales: readonly Scale[]
}

interface Hours {
  readonly usual: DayHours
  readonly departments: Readonly<Record<string, Partial<DayHours>>>
}

function editionsOf<T>(file: string): (day: string) => T {
  const { editions } = JSON.parse(
    readFileSync(new URL(`../../../data/rules/medicines/${file}.json`, import.meta.url), 'utf8'),
  ) as { readonly editions: readonly (T & { readonly validFrom: string })[] }
  return (day) => {
    const found = editions.findLast((one) => one.validFrom <= day) ?? editions[0]
    if (!found) throw new Error(`data/rules/medicines/${file}.json has no edition`)
    return found
  }
}

const hours = editionsOf<Hours>('day-hours')
export const timeLimits = editionsOf<TimeLimits>('time-limits')
export const givingRules = editionsOf<GivingRules>('giving')
const alerts = editionsOf<{ readonly rules: readonly HighAlertRule[] }>('high-alert')

export const highAlertRules = (day: string): readonly HighAlertRule[] => alerts(day).rules

/** Hours of the day of a department: its own over the usual ones. */
export function dayHours(department: string, day: string): DayHours {
  const { usual, departments } = hours(day)
  const own = departments[department] ?? {}
  return {
    timesADay: { ...usual.timesADay, ...own.timesADay },
    everyHours: { ...usual.everyHours, ...own.everyHours },
    when: { ...usual.when, ...own.when },
  }
}

/** The scale that fits why a medicine is given: the first whose word stands in the reason, else the last. */
export function scaleFor(rules: GivingRules, reason: string): Scale | undefined {
  const folded = reason.toLocaleLowerCase('vi')
  return rules.scales.find((one) => one.words.some((word) => folded.includes(word))) ?? rules.scales.at(-1)
}
