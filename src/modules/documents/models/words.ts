import { lexemeOf } from '#fhir/decimal.ts'
import { dayInVietnam, formatDay } from '#kernel/civil-date.ts'

/** Numbers, days and times as the papers print them. Papers are Vietnamese in every language of the screens. */

/** Digits as stored, with a decimal comma. */
export function number(value: unknown): string | null {
  return lexemeOf(value)?.replace('.', ',') ?? null
}

/** One decimal at most, with a comma. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10).replace('.', ',')
}

export function day(value: string | undefined): string | null {
  if (!value) return null
  return formatDay(value.length > 10 ? dayInVietnam(new Date(value)) : value)
}

const clock = (value: string): string => new Date(Date.parse(value) + 7 * 3_600_000).toISOString()

/** `09:05 22/11/2026` */
export function time(value: string | undefined): string | null {
  if (!value) return null
  if (value.length <= 10) return day(value)
  return `${clock(value).slice(11, 16)} ${day(value)}`
}

/** `07 giờ 45 phút, ngày 22 tháng 11 năm 2026` */
export function longTime(value: string | undefined): string | null {
  if (!value) return null
  const at = clock(value)
  return `${at.slice(11, 13)} giờ ${at.slice(14, 16)} phút, ngày ${at.slice(8, 10)} tháng ${at.slice(5, 7)} năm ${at.slice(0, 4)}`
}

/** Day, month and year apart, for `Ngày … tháng … năm …`. */
export function dayParts(value: string): { day: string; month: string; year: string } {
  const on = dayInVietnam(new Date(value))
  return { day: on.slice(8, 10), month: on.slice(5, 7), year: on.slice(0, 4) }
}

/** Text without empty ends; null when nothing is left. */
export function text(value: string | undefined | null): string | null {
  const trimmed = value?.trim()
  return trimmed ? trimmed : null
}
