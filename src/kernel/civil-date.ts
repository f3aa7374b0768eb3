/** A day without a clock, `YYYY-MM-DD`; Viet Nam has one time zone, UTC+7, without summer time. */
export type Day = string

const hourMs = 3_600_000
const vietnamOffset = 7 * hourMs

/** The day in Viet Nam at an instant. */
export function dayInVietnam(at: Date): Day {
  return new Date(at.getTime() + vietnamOffset).toISOString().slice(0, 10)
}

/** An instant with Viet Nam's offset, as FHIR writes it: `2026-11-23T10:42:07+07:00`. */
export function instantInVietnam(at: Date): string {
  return `${new Date(at.getTime() + vietnamOffset).toISOString().slice(0, 19)}+07:00`
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function daysOfMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && leap ? 29 : (monthLengths[month - 1] ?? 0)
}

/** Whether `text` names a day that exists: `2026-02-29` does not. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = Number(text.slice(8))
  return day >= 1 && day <= daysOfMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))
}

/** `23/11/2026` to `2026-11-23`; undefined when it names no day that exists. */
export function parseVietnameseDay(text: string): Day | undefined {
  const parts = /^(\d{1,2})[/.-]?(\d{1,2})[/.-]?(\d{4})$/.exec(text.trim())
  if (!parts) return undefined
  const day = `${parts[3]}-${parts[2]?.padStart(2, '0')}-${parts[1]?.padStart(2, '0')}`
  return isDay(day) ? day : undefined
}

/** `2026-11-23` to `23/11/2026`; a year or month alone stays as short as it is known. */
export function formatDay(day: string): string {
  return day.slice(0, 10).split('-').reverse().join('/')
}

/** Completed months between two days; a birthday on the 31st counts at the end of a short month. */
export function completedMonths(from: Day, to: Day): number {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split('-').map(Number)
  const [y2 = 0, m2 = 0, d2 = 0] = to.split('-').map(Number)
  const lastOfMonth = new Date(Date.UTC(y2, m2, 0)).getUTCDate()
  const reached = d2 >= Math.min(d1, lastOfMonth)
  return (y2 - y1) * 12 + (m2 - m1) - (reached ? 0 : 1)
}

/** Completed years between two days. */
export function completedYears(from: Day, to: Day): number {
  return Math.floor(completedMonths(from, to) / 12)
}

/** Days between two days. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / (24 * hourMs))
}

/** `day` moved by a number of days. */
export function addDays(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * hourMs).toISOString().slice(0, 10)
}
