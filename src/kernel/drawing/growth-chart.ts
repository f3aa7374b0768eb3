import {
  daysPerMonth,
  type GrowthMeasure,
  type GrowthSex,
  growthMeasures,
  growthScore,
  lmsAt,
} from '../growth/index.ts'
import { drawGrowth } from './growth-picture.ts'
import type { ChartSpec } from './spec.ts'
import { fieldsOf, listOf, numberIn, oneOf } from './values.ts'

export interface GrowthPoint {
  /** Age in days; for weight by length or height the centimetres. */
  readonly x: number
  /** kg, cm or kg/m² */
  readonly y: number
}
export interface GrowthChart {
  readonly sex: GrowthSex
  readonly measure: GrowthMeasure
  readonly points: readonly GrowthPoint[]
}

const pointLimit = 300
const sexes: readonly GrowthSex[] = ['male', 'female']
const oldest = Math.round(228 * daysPerMonth)

function read(value: unknown): GrowthChart | undefined {
  if (value === undefined) return undefined
  const raw = fieldsOf(value, 'chart')
  const points = listOf(raw['points'], 'points', pointLimit).map((one, at) => {
    const point = fieldsOf(one, `points.${at}`)
    return {
      x: numberIn(point['x'], `points.${at}.x`, 0, oldest),
      y: numberIn(point['y'], `points.${at}.y`, 0.1, 300),
    }
  })
  return {
    sex: oneOf(raw['sex'], 'sex', sexes),
    measure: oneOf(raw['measure'], 'measure', growthMeasures),
    points: points.toSorted((a, b) => a.x - b.x),
  }
}

/** A child's measures over the WHO curves. */
export const growthChart: ChartSpec<GrowthChart | undefined> = {
  read,
  isEmpty: (chart) => chart === undefined || chart.points.length === 0,
  draw: drawGrowth,
  figures(chart) {
    const last = chart?.points.at(-1)
    if (!chart || !last || !lmsAt(chart.measure, chart.sex, last.x)) return {}
    const { z, centile } = growthScore(chart.measure, chart.sex, last.x, last.y)
    return { z: Math.round(z * 100) / 100, centile: Math.round(centile * 10) / 10 }
  },
}
