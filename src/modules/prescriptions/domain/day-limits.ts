import type { Day } from '#kernel/civil-date.ts'
import type { DrugKind } from '#kernel/drug/drug-kind.ts'

/** The limits that are in force from a day on; a row of data/rules/prescriptions/day-limits.json. */
export interface DayLimits {
  readonly from: Day
  readonly source: string
  /** Longest course in days by kind; `C` for diseases that are not listed. */
  readonly maxDays: Readonly<Record<DrugKind, number>>
  /** Longest course of ordinary drugs when the main or another diagnosis is a listed disease. */
  readonly listedMaxDays: number
  /** Days a prescription may be filled, counted from the day of writing. */
  readonly validDays: number
}

/** The limits in force on a day: the latest that began by then. */
export function limitsOn(day: Day, all: readonly DayLimits[]): DayLimits | undefined {
  return all.filter((one) => one.from <= day).sort((a, b) => b.from.localeCompare(a.from))[0]
}

/** Most days a drug may be prescribed for. */
export function maxDays(limits: DayLimits, kind: DrugKind, listedDisease: boolean): number {
  return kind === 'C' && listedDisease ? limits.listedMaxDays : limits.maxDays[kind]
}
