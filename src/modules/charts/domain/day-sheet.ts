import { addDays, type Day, dayInVietnam, daysBetween } from '#kernel/civil-date.ts'

interface Point {
  readonly at: string
  readonly value: string
  readonly low?: string
}

interface Series {
  readonly key: string
  readonly points: readonly Point[]
}

/** The days of one page of the sheet, as many as the paper has; those to come stand empty. */
export function daysOfPage(admittedAt: string, page: number, perPage = 10): readonly Day[] {
  const begin = addDays(dayInVietnam(new Date(admittedAt)), page * perPage)
  return Array.from({ length: perPage }, (_, at) => addDays(begin, at))
}

export function pagesOf(admittedAt: string, now: string, perPage = 10): number {
  const days = daysBetween(dayInVietnam(new Date(admittedAt)), dayInVietnam(new Date(now))) + 1
  return Math.max(1, Math.ceil(days / perPage))
}

/** Hours since midnight in Viet Nam. */
const hourOf = (at: string): number => ((Date.parse(at) + 7 * 3_600_000) % 86_400_000) / 3_600_000

/** Where a moment lies on the page: 0 at midnight of its first day, 1 a day later; undefined on another page. */
export function placeOf(days: readonly Day[], at: string): number | undefined {
  const place = days.indexOf(dayInVietnam(new Date(at)))
  return place < 0 ? undefined : place + hourOf(at) / 24
}

export type Half = 'morning' | 'afternoon'

/** The measurement of a half day: the one nearest to six in the morning or to two in the afternoon. */
export function atHalfDay(series: Series | undefined, day: Day, half: Half): Point | undefined {
  const [usual, from, to] = half === 'morning' ? [6, 0, 12] : [14, 12, 24]
  const own = (series?.points ?? []).filter((one) => {
    const hour = hourOf(one.at)
    return dayInVietnam(new Date(one.at)) === day && hour >= from && hour < to
  })
  return own.toSorted((a, b) => Math.abs(hourOf(a.at) - usual) - Math.abs(hourOf(b.at) - usual))[0]
}

/** The last measurement of a day. */
export function lastOfDay(series: Series | undefined, day: Day): Point | undefined {
  return series?.points.findLast((one) => dayInVietnam(new Date(one.at)) === day)
}
