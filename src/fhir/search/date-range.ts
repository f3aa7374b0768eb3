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

/** The range of a FHIR date, dateTime or instant; undefined when the text is none. */
export function dateRange(text: string): Range | undefined {
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
