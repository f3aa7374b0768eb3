import { formatDay, instantInVietnam, parseVietnameseDay } from '#kernel/civil-date.ts'

const clock = /^(\d{1,2})\s*(?:[:hg.]\s*(\d{1,2}))\s*(?:[:p.]\s*(\d{1,2}))?$/i

function timeOf(hours: string, minutes: string, seconds = '0'): string | undefined {
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  return [hours, minutes, seconds].map((part) => part.padStart(2, '0')).join(':')
}

/** 9:30, 9h30, 930 or 0930 to `09:30:00`; undefined when there is no such time. */
export function readTypedTime(text: string): string | undefined {
  const plain = text.trim()
  const digits = /^(\d{1,2})(\d{2})$/.exec(plain)
  if (digits) return timeOf(digits[1] ?? '', digits[2] ?? '')
  const parts = clock.exec(plain)
  return parts ? timeOf(parts[1] ?? '', parts[2] ?? '', parts[3]) : undefined
}

/** A day and a time of day, in either order, with or without marks, to an instant of Viet Nam. */
export function readTypedMoment(text: string): string | undefined {
  const plain = text.trim().replace(/\s+/g, ' ')
  const joined = /^(\d{8})(\d{4})$/.exec(plain)
  const [first = '', second = ''] = joined ? [joined[1], joined[2]] : plain.split(' ')
  const day = parseVietnameseDay(first) ?? parseVietnameseDay(second)
  const time = readTypedTime(parseVietnameseDay(first) ? second : first)
  return day && time ? `${day}T${time}+07:00` : undefined
}

/** `2026-11-23T10:42:00+07:00` as it is typed: 23/11/2026 10:42. */
export function shownMoment(value: string): string {
  if (!value.includes('T')) return formatDay(value)
  const here = instantInVietnam(new Date(value))
  return `${formatDay(here.slice(0, 10))} ${here.slice(11, 16)}`
}

/** `09:30:00` as it is typed. */
export function shownTime(value: string): string {
  return value.slice(0, 5)
}

/** Someone wrote the year with two digits: which century is never guessed. */
export function hasShortYear(text: string): boolean {
  const [, day, month, year] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})(?:\s.*)?$/.exec(text.trim()) ?? []
  if (day !== undefined && month !== undefined && year !== undefined) return true
  return /^\d{6}$/.test(text.trim())
}
