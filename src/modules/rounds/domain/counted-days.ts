import { type Day, daysBetween } from '#kernel/civil-date.ts'

/** One order of a drug: from its first to its last day, both counted. */
export interface CourseOfDrug {
  readonly key: string
  readonly from: Day
  readonly to: Day
}

/**
 * The day of a course on `on`, counted from its first day over orders that follow each other without a day between;
 * the first day is 1. Undefined when nothing runs on that day.
 */
export function dayOfCourse(courses: readonly CourseOfDrug[], key: string, on: Day): number | undefined {
  const own = courses
    .filter((one) => one.key === key && one.from <= on)
    .toSorted((a, b) => b.to.localeCompare(a.to))
  const running = own.find((one) => one.to >= on)
  if (!running) return undefined
  let first = running.from
  for (let grown = true; grown; ) {
    const before = own.find((one) => one.from < first && daysBetween(one.to, first) <= 1)
    grown = before !== undefined
    if (before) first = before.from
  }
  return daysBetween(first, on) + 1
}
