import { type Day, daysBetween } from '#kernel/civil-date.ts'

/** Systemic antibacterials. https://www.whocc.no/atc_ddd_index/?code=J01 */
export const isAntibiotic = (atc: string | undefined): boolean => atc?.startsWith('J01') ?? false

/** More days without a dose than these begin a new course: an antibiotic every other day in kidney failure goes on. */
const longestPause = 2

/**
 * Which day of the course of an antibiotic `today` is: 1 on the day of the first dose. Undefined before it.
 *
 * @param given days with a dose of the substance during the stay
 */
export function antibioticDay(given: readonly Day[], today: Day): number | undefined {
  const days = [...new Set(given)].filter((day) => day <= today).sort()
  const begun = days.findLast((day, at) => {
    const before = days[at - 1]
    return before === undefined || daysBetween(before, day) > longestPause
  })
  return begun === undefined ? undefined : daysBetween(begun, today) + 1
}
