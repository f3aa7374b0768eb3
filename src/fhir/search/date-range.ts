/** Milliseconds since 1970: first and last instant that a FHIR date of some precision means. */
export interface Range {
  readonly lo: number
  readonly hi: number
}

/** Stands for no beginning and no end; fits a bigint and a double exactly. */
export const least = -8_640_000_000_000_001
export const greatest = 8_640_000_000_000_001

const pattern = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?$/

/** A day or time without a zone is taken as Viet Nam's, where the hospital stands. */
const homeZoneMinutes = 420

function zoneMinutes(text: string | undefined): number {
  if (text === undefined) return homeZoneMinutes
  if (text === 'Z') return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6))
  return text.startsWith('-') ? -minutes : minutes
}

function utc(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  at.setUTCHours(hour, minute, second)
  return at.getTime()
}

/** The number that the digits from..to are; NaN when one is none. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** `2026-11-23T10:42:07`, with `.123` and a zone, by far the most frequent forms, without a regular expression. */
function wholeTime(text: string): Range | undefined {
  if (text.length < 20 || text.charAt(10) !== 'T' || text.charAt(4) !== '-' || text.charAt(7) !== '-')
    return undefined
  if (text.charAt(13) !== ':' || text.charAt(16) !== ':') return undefined
  const fraction = text.charAt(19) === '.'
  const zone = quickZone(text, fraction ? 23 : 19)
  const year = digits(text, 0, 4)
  const day = digits(text, 8, 10)
  const ms = fraction ? digits(text, 20, 23) : 0
  const at = Date.UTC(
    year,
    digits(text, 5, 7) - 1,
    day,
    digits(text, 11, 13),
    digits(text, 14, 16),
    digits(text, 17, 19),
  )
  // Rare days, leap seconds and old years go the long way.
  if (Number.isNaN(at + zone + ms) || year < 100 || day < 1 || day > 28) return undefined
  const lo = at + ms - zone * 60_000
  return { lo, hi: fraction ? lo : lo + 999 }
}

/** Minutes of a zone that ends the text at a place; NaN for anything else. */
function quickZone(text: string, at: number): number {
  if (text.charAt(at) === 'Z') return text.length === at + 1 ? 0 : Number.NaN
  const sign = text.charAt(at)
  if (text.length !== at + 6 || (sign !== '+' && sign !== '-') || text.charAt(at + 3) !== ':') return Number.NaN
  const minutes = digits(text, at + 1, at + 3) * 60 + digits(text, at + 4, at + 6)
  return sign === '-' ? -minutes : minutes
}

/** The range of a FHIR date, dateTime or instant; undefined when the text is none. */
export function dateRange(text: string): Range | undefined {
  const quick = wholeTime(text)
  if (quick) return quick
  const parts = pattern.exec(text)
  if (!parts) return undefined
  const [, yearText, monthText, dayText, hour, minute, second, fraction, zone] = parts
  const year = Number(yearText)
  const month = Number(monthText ?? 1)
  const day = Number(dayText ?? 1)
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined
  if (hour === undefined) return wholeDays(year, monthText && month, dayText && day)
  const seconds = second === undefined ? 0 : Number(second)
  const start = utc(year, month, day, Number(hour), Number(minute), seconds) - zoneMinutes(zone) * 60_000
  if (second === undefined) return { lo: start, hi: start + 59_999 }
  if (fraction === undefined) return { lo: start, hi: start + 999 }
  const ms = Math.floor(Number(`0.${fraction}`) * 1000)
  return { lo: start + ms, hi: start + ms }
}

function wholeDays(year: number, month: number | '' | undefined, day: number | '' | undefined): Range {
  const offset = homeZoneMinutes * 60_000
  const lo = utc(year, month || 1, day || 1)
  const next = day ? utc(year, month || 1, day + 1) : month ? utc(year, month + 1, 1) : utc(year + 1, 1, 1)
  return { lo: lo - offset, hi: next - 1 - offset }
}
