import { formatDay as civilDay, completedMonths, dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { serverNow } from '../net/server-clock.ts'
import { language, t } from './translate.ts'

const zone = 'Asia/Ho_Chi_Minh'
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' })
const clockSeconds = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'medium' })

/** A civil day, or the day in Viet Nam of an instant. */
function dayOf(value: string): string {
  return value.includes('T') ? dayInVietnam(new Date(value)) : value
}

/** 23/11/2026; 11/2026 or 2026 when no more is known. */
export function formatDay(value: string | undefined): string {
  return value ? civilDay(dayOf(value)) : '–'
}

/** 23/11 */
export function formatShortDay(value: string | undefined): string {
  return value ? civilDay(dayOf(value)).slice(0, 5) : '–'
}

/** 10:42 */
export function formatTime(value: string | Date | undefined): string {
  return value ? clock.format(new Date(value)) : '–'
}

/** 10:42:07, only in proofs of saving and signing. */
export function formatTimeSeconds(value: string | Date | undefined): string {
  return value ? clockSeconds.format(new Date(value)) : '–'
}

/** 23/11/2026 10:42 */
export function formatDateTime(value: string | undefined): string {
  if (!value) return '–'
  return value.includes('T') ? `${formatDay(value)} ${formatTime(value)}` : formatDay(value)
}

/** Thứ Hai */
export function formatWeekday(value: string): string {
  const at = new Date(value.includes('T') ? value : `${value}T00:00:00+07:00`)
  return t(`common.weekday.${weekdayOf(at)}`)
}

function weekdayOf(at: Date): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' }).format(at).toLowerCase()
}

/** Digits as they were written, with the decimal sign and thousands of the language: 7.0 becomes 7,0. */
export function formatNumber(value: string | number | undefined | null): string {
  if (value === undefined || value === null || value === '') return '–'
  const [whole = '', fraction] = String(value).split('.')
  const [decimal, thousands] = language() === 'en' ? ['.', ','] : [',', '.']
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+(?!\d))/g, thousands) : whole
  return (fraction === undefined ? grouped : `${grouped}${decimal}${fraction}`).replace('-', '−')
}

/** 141.200 đ */
export function formatMoney(dong: number | undefined): string {
  if (dong === undefined) return '–'
  const sign = language() === 'en' ? ',' : '.'
  return `${String(Math.round(dong)).replace(/\B(?=(\d{3})+(?!\d))/g, sign)} đ`
}

/** Typed text to a decimal lexeme with a point; undefined when it is no number. */
export function parseDecimal(text: string): string | undefined {
  const plain = text.trim().replace(',', '.').replace('−', '-')
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return undefined
  return plain
    .replace(/^\+/, '')
    .replace(/^(-?)\./, '$10.')
    .replace(/\.$/, '')
}

/**
 * Under 28 days in days, under 36 months in months, else in years. Circular 26/2025/TT-BYT asks for months
 * below 72 months on prescriptions: pass `monthsBelow`.
 */
export function formatAge(birth: string | undefined, at = dayInVietnam(serverNow()), monthsBelow = 36): string {
  if (!birth) return ''
  if (birth.length < 10)
    return t('common.age.about', { count: Number(at.slice(0, 4)) - Number(birth.slice(0, 4)) })
  const days = daysBetween(birth, at)
  const months = completedMonths(birth, at)
  if (days < 28 || months < 1) return t('common.age.days', { count: Math.max(days, 0) })
  if (months < monthsBelow) return t('common.age.months', { count: months })
  return t('common.age.years', { count: Math.floor(months / 12) })
}

export function formatSex(sex: string): string {
  return t(`common.sex.${['male', 'female', 'other'].includes(sex) ? sex : 'unknown'}`)
}

/** 0260 184 337 */
export function formatMrn(mrn: string | undefined): string {
  return mrn?.replace(/^(\d{4})(\d{3})(\d{3})$/, '$1 $2 $3') ?? '–'
}

/** 099 185 004 316 */
export function formatIdNumber(number: string | undefined): string {
  return number?.replace(/^(\d{3})(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4') ?? '–'
}

/** 11 phút, while under an hour; else the time. */
export function formatMinutes(since: string, now = serverNow().getTime()): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000))
  return minutes < 60 ? t('common.minutes', { count: minutes }) : formatTime(since)
}
