import { addDays, type Day } from '#kernel/civil-date.ts'

export interface Course {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
  /** Without an end when null. */
  readonly validMonths: number | null
}
/** Which roles need a course: a line of data/training/courses.json. */
export interface Need {
  readonly course: string
  /** `*` is everybody. */
  readonly roles: readonly string[]
  /** Days after the account was opened. */
  readonly withinDays: number
  /** Permissions refused without it; where none is named it is only shown. */
  readonly refuses: readonly string[]
}
export interface Held {
  readonly course: string
  readonly heldOn: Day
  readonly result: 'passed' | 'failed'
  readonly validUntil: Day | undefined
}
export interface TrainingState {
  readonly course: string
  /** `open`: not yet held, and there is time; `soon`: holds, but not for long. */
  readonly state: 'valid' | 'soon' | 'open' | 'overdue'
  /** Until when it holds, or by when it must be held. */
  readonly until: Day | undefined
}

export const needsOf = (needs: readonly Need[], roles: readonly string[]): readonly Need[] =>
  needs.filter((need) => need.roles.includes('*') || need.roles.some((role) => roles.includes(role)))

/** How one person stands with one course. Only what was passed counts; the longest holds. */
export function trainingState(
  need: Need,
  held: readonly Held[],
  { today, openedOn, soonDays }: { readonly today: Day; readonly openedOn: Day; readonly soonDays: number },
): TrainingState {
  const { course } = need
  const passed = held.filter((one) => one.course === course && one.result === 'passed' && one.heldOn <= today)
  if (passed.length === 0) {
    const due = addDays(openedOn, need.withinDays)
    return { course, state: due < today ? 'overdue' : 'open', until: due }
  }
  if (passed.some((one) => one.validUntil === undefined)) return { course, state: 'valid', until: undefined }
  const until =
    passed
      .map((one) => one.validUntil ?? '')
      .sort()
      .at(-1) ?? ''
  if (until < today) return { course, state: 'overdue', until }
  return { course, state: until < addDays(today, soonDays) ? 'soon' : 'valid', until }
}

/** The last day on which a course holds; at the end of a short month where the day does not exist. */
export function validUntil(heldOn: Day, months: number | null): Day | undefined {
  if (months === null) return undefined
  const [year = 0, month = 0, day = 0] = heldOn.split('-').map(Number)
  const [y, m] = [year + Math.floor((month - 1 + months) / 12), ((month - 1 + months) % 12) + 1]
  const last = new Date(Date.UTC(y, m, 0)).getUTCDate()
  return `${y}-${String(m).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`
}
