import table from '../../../data/burns/lund-browder.json' with { type: 'json' }
import type { Words } from './kinds.ts'

/** Degrees as Vietnamese burn units write them; IV and V go through the whole skin. */
export const burnDegrees = ['I', 'II', 'III', 'IV', 'V'] as const
export type BurnDegree = (typeof burnDegrees)[number]
export const deepDegrees: readonly BurnDegree[] = ['IV', 'V']

const youngest = { ...table.ages[0], fromMonths: 0 } as (typeof table.ages)[number]

/** The column of the table for an age. */
export function burnColumn(ageMonths: number): { readonly title: Words } & (typeof table.ages)[number] {
  return table.ages.findLast((one) => one.fromMonths <= ageMonths) ?? youngest
}

/** Per cent of the body surface of a part such as `front.left.thigh`, at an age. */
export function burnAreaOf(region: string, ageMonths: number): number {
  const part = region.split('.').at(-1) ?? ''
  const column = burnColumn(ageMonths)
  const byAge: Readonly<Record<string, number>> = { head: column.head, thigh: column.thigh, leg: column.leg }
  const always: Readonly<Record<string, number>> = table.atEveryAge
  return byAge[part] ?? always[part] ?? 0
}
