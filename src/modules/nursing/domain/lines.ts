import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'

export interface LineKind {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
  /** Whether it is still needed is asked from this day on. */
  readonly reviewAfterDays: number
  /** The fluid that comes out of it. */
  readonly out?: string
}

/** Day n of a line: the day it was placed is the first. */
export const lineDay = (placedAt: string, now: Date): number =>
  daysBetween(dayInVietnam(new Date(placedAt)), dayInVietnam(now)) + 1
