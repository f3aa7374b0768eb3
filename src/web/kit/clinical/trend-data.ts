import type { Flag } from '../marks/marks.tsx'

export interface TrendPoint {
  readonly at: string
  readonly value: number
  /** The lower end of a stroke: diastolic pressure. */
  readonly low?: number
  readonly flag?: Flag | undefined
  /** The digits as they were written, for the table. */
  readonly text?: string
}

export interface TrendRow {
  readonly key: string
  readonly label: string
  readonly unit: string
  readonly points: readonly TrendPoint[]
  readonly band?: { readonly low?: number | undefined; readonly high?: number | undefined } | undefined
}

export interface Series {
  readonly seconds: number[]
  readonly values: (number | null)[]
  readonly points: readonly (TrendPoint | undefined)[]
}

/** In order of time, with a hole where the gap is over twice the usual interval: a line is never invented. */
export function seriesOf(row: TrendRow): Series {
  const points = [...row.points].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
  const times = points.map((point) => Date.parse(point.at) / 1000)
  const steps = times.slice(1).map((time, at) => time - (times[at] ?? time))
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  const series: { seconds: number[]; values: (number | null)[]; points: (TrendPoint | undefined)[] } = {
    seconds: [],
    values: [],
    points: [],
  }
  points.forEach((point, at) => {
    const time = times[at] ?? 0
    if (at > 0 && points.length > 3 && (steps[at - 1] ?? 0) > usual * 2.5) {
      series.seconds.push(time - 1)
      series.values.push(null)
      series.points.push(undefined)
    }
    series.seconds.push(time)
    series.values.push(point.value)
    series.points.push(point)
  })
  return series
}

/** The span of values to draw: all points and the band, with a tenth of room. */
export function spanOf(row: TrendRow): [number, number] {
  const values = row.points.flatMap((point) =>
    point.low === undefined ? [point.value] : [point.value, point.low],
  )
  for (const edge of [row.band?.low, row.band?.high]) if (edge !== undefined) values.push(edge)
  if (values.length === 0) return [0, 1]
  const low = Math.min(...values)
  const high = Math.max(...values)
  const room = (high - low || Math.abs(high) || 1) * 0.12
  return [low - room, high + room]
}

export function timeSpan(rows: readonly TrendRow[], from?: string, to?: string): [number, number] {
  const all = rows.flatMap((row) => row.points.map((point) => Date.parse(point.at) / 1000))
  const first = from ? Date.parse(from) / 1000 : Math.min(...all)
  const last = to ? Date.parse(to) / 1000 : Math.max(...all)
  if (!Number.isFinite(first) || !Number.isFinite(last)) return [0, 1]
  const room = Math.max((last - first) * 0.03, 1800)
  return [first - room, last + room]
}
