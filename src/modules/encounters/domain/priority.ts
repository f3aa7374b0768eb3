import { completedYears, type Day } from '#kernel/civil-date.ts'

export interface PriorityReason {
  readonly code: string
  readonly vi: string
  readonly en: string
  readonly weight: number
  readonly ageYears?: { readonly below?: number; readonly from?: number }
}

/** The reason that a person's age gives; others (pregnancy, disability, emergency) are told by a person. */
export function priorityByAge(
  reasons: readonly PriorityReason[],
  birthDate: string | undefined,
  today: Day,
): PriorityReason | undefined {
  if (!birthDate) return undefined
  const years = completedYears(`${birthDate}-01-01`.slice(0, 10), today)
  return reasons.find(
    ({ ageYears }) =>
      ageYears !== undefined &&
      (ageYears.below === undefined || years < ageYears.below) &&
      (ageYears.from === undefined || years >= ageYears.from),
  )
}
