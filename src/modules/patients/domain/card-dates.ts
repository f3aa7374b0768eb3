import { type Day, isDay, parseVietnameseDay } from '#kernel/civil-date.ts'

/** `12031981` or `12/03/1981`; undefined for a dash, nothing, or a day that does not exist. */
export function parseCardDay(text: string): Day | undefined {
  return parseVietnameseDay(text)
}

/**
 * A birth day as exact as it is known. Older people may have only a year or a month and year, which
 * cards write as `1950`, `00001950`, `00/05/1950` or `05/1950`. 31 February is no birth day: undefined.
 */
export function parseBirth(text: string): string | undefined {
  const plain = text.trim()
  const year = /^(?:00[/.-]?00[/.-]?)?(\d{4})$/.exec(plain)?.[1]
  if (year) return plausibleYear(year) ? year : undefined
  const month = /^(?:00[/.-]?)?(\d{2})[/.-]?(\d{4})$/.exec(plain)
  if (month)
    return plausibleYear(month[2] ?? '') && isDay(`${month[2]}-${month[1]}-01`)
      ? `${month[2]}-${month[1]}`
      : undefined
  const day = parseVietnameseDay(plain)
  return day && plausibleYear(day.slice(0, 4)) ? day : undefined
}

function plausibleYear(year: string): boolean {
  return Number(year) >= 1880 && Number(year) <= 2200
}
