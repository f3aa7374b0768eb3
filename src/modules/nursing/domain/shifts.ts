import { addDays, dayInVietnam } from '#kernel/civil-date.ts'
import { editionOn } from './editions.ts'

export interface ShiftWord {
  readonly code: string
  readonly title: { readonly vi: string; readonly en: string }
  /** Hour of the day. */
  readonly from: number
}

export interface ShiftEdition {
  readonly validFrom: string
  readonly validTo?: string
  /** Hour at which the day of fluids and shifts begins. */
  readonly dayBeginsAt: number
  /** Minutes after which a task counts as overdue. */
  readonly graceMinutes: number
  readonly shifts: readonly ShiftWord[]
}

export interface Shift {
  /** `2026-11-23/shift1` */
  readonly id: string
  readonly code: string
  readonly day: string
  readonly title: ShiftWord['title']
  readonly start: Date
  readonly end: Date
}

const hourMs = 3_600_000

/** An hour of a day in Viet Nam; hours from 24 on are of the next day. */
export const instantAt = (day: string, hour: number): Date =>
  new Date(Date.parse(`${day}T00:00:00+07:00`) + hour * hourMs)

/** The day to which a moment belongs when days begin at that hour. */
export const nursingDay = (at: Date, dayBeginsAt: number): string =>
  dayInVietnam(new Date(at.getTime() - dayBeginsAt * hourMs))

/** Begin and end of such a day. */
export function dayBounds(day: string, dayBeginsAt: number): { readonly start: Date; readonly end: Date } {
  return { start: instantAt(day, dayBeginsAt), end: instantAt(addDays(day, 1), dayBeginsAt) }
}

/** The shifts of a day in their order; the last ends where the first of the next day begins. */
export function shiftsOf(edition: ShiftEdition, day: string): readonly Shift[] {
  const { shifts, dayBeginsAt } = edition
  const hourOf = (from: number) => (from < dayBeginsAt ? from + 24 : from)
  return shifts.map(({ code, title, from }, at) => {
    const next = shifts[at + 1]
    const end = next ? instantAt(day, hourOf(next.from)) : dayBounds(day, dayBeginsAt).end
    return { id: `${day}/${code}`, code, day, title, start: instantAt(day, hourOf(from)), end }
  })
}

export function shiftEditionOn(editions: readonly ShiftEdition[], day: string): ShiftEdition {
  const edition = editionOn(editions, day) ?? editions[0]
  if (!edition) throw new RangeError('no shifts are known')
  return edition
}

/** The shift that a moment lies in. */
export function shiftAt(editions: readonly ShiftEdition[], at: Date): Shift {
  const edition = shiftEditionOn(editions, dayInVietnam(at))
  const day = nursingDay(at, edition.dayBeginsAt)
  const found = shiftsOf(edition, day).find(({ start, end }) => at >= start && at < end)
  if (!found) throw new RangeError(`no shift at ${at.toISOString()}`)
  return found
}

export const nextShift = (editions: readonly ShiftEdition[], { end }: Shift): Shift => shiftAt(editions, end)
export const previousShift = (editions: readonly ShiftEdition[], { start }: Shift): Shift =>
  shiftAt(editions, new Date(start.getTime() - 1))
