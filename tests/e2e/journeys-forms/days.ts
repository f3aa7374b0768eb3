import { addDays, dayInVietnam, formatDay, instantInVietnam } from '#kernel/civil-date.ts'

const today = dayInVietnam(new Date())

/** Days from today as they are typed: 23/11/2026. */
export const typedDay = (days: number): string => formatDay(addDays(today, days))
/** Days from today as they are stored. */
export const storedDay = (days: number): string => addDays(today, days)
/** A moment some days from today, by the clock of Viet Nam. */
export const moment = (days: number, time: string): string => `${addDays(today, days)}T${time}:00+07:00`
/** An hour ago. */
export const hourAgo = (): string => `${instantInVietnam(new Date(Date.now() - 3_600_000)).slice(0, 19)}+07:00`
