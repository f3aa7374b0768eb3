import { formatDay, isDay, parseVietnameseDay } from './civil-date.ts'

const hours = /^([01]?\d|2[0-3])(?:[:.h]?([0-5]\d)|h)?$/

/**
 * A day and a time as they are typed in Viet Nam, `23/11/2026 10:42`, `23112026 1042`, `23/11/2026 10h42`, to
 * `2026-11-23T10:42`; that form itself is taken too. Undefined for anything else: a time is never guessed.
 */
export function parseVietnameseMoment(text: string): string | undefined {
  const iso = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(text.trim())
  if (iso) return isDay(iso[1] ?? '') ? `${iso[1]}T${iso[2]}` : undefined
  const [typedDay = '', typedTime = '', ...more] = text.trim().split(/[\s,]+/)
  const day = parseVietnameseDay(typedDay)
  const time = hours.exec(typedTime)
  if (!day || !time || more.length > 0 || (time[2] === undefined && !typedTime.endsWith('h'))) return undefined
  return `${day}T${time[1]?.padStart(2, '0')}:${time[2] ?? '00'}`
}

/** `2026-11-23T10:42` to `23/11/2026 10:42`. */
export function formatMoment(moment: string): string {
  return `${formatDay(moment)} ${moment.slice(11, 16)}`
}
