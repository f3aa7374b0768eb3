import { instantInVietnam } from '#kernel/civil-date.ts'

/** `2026-11-23T10:42` in Viet Nam. */
export const momentNow = (now: Date): string => instantInVietnam(now).slice(0, 16)
export const instantOf = (moment: string): string => `${moment}:00+07:00`
