import young from '../../../data/growth/who-2006.json' with { type: 'json' }
import older from '../../../data/growth/who-2007.json' with { type: 'json' }
import { growthErrors } from './errors.ts'
import { centile, type Lms, zScore } from './lms.ts'

export type GrowthSex = 'male' | 'female'
/** Measures by age; weight by length (below two years, lying) or height. */
export const growthMeasures = ['weight', 'height', 'head', 'bmi', 'weightForLength', 'weightForHeight'] as const
export type GrowthMeasure = (typeof growthMeasures)[number]

interface Columns {
  readonly l: readonly number[]
  readonly m: readonly number[]
  readonly s: readonly number[]
}
interface Table {
  readonly from: number
  readonly step: number
  readonly male: Columns
  readonly female: Columns
}

export const daysPerMonth = 30.4375
/** Last day of the standards from birth. */
export const lastYoungDay = 1826
const lastMonth: Readonly<Record<string, number>> = { weight: 120, height: 228, bmi: 228 }
const youngTables: Readonly<Record<GrowthMeasure, Table>> = young.tables
const olderTables: Readonly<Record<string, Table>> = older.tables

function rowAt({ l, m, s }: Columns, index: number): Lms | undefined {
  const [power, median, variation] = [l[index], m[index], s[index]]
  return power === undefined || median === undefined || variation === undefined
    ? undefined
    : { l: power, m: median, s: variation }
}

function between(columns: Columns, index: number): Lms | undefined {
  const low = rowAt(columns, Math.floor(index))
  const high = rowAt(columns, Math.floor(index) + 1)
  const part = index - Math.floor(index)
  if (!low || part === 0) return low
  if (!high) return undefined
  const mix = (a: number, b: number) => a + part * (b - a)
  return { l: mix(low.l, high.l), m: mix(low.m, high.m), s: mix(low.s, high.s) }
}

const bySize = (measure: GrowthMeasure) => measure === 'weightForLength' || measure === 'weightForHeight'

/** The row of the table at an age in days, or for weight by size at centimetres; undefined where none was published. */
export function lmsAt(measure: GrowthMeasure, sex: GrowthSex, at: number): Lms | undefined {
  if (!(at >= 0)) return undefined
  const table = youngTables[measure]
  if (bySize(measure)) return rowAt(table[sex], Math.round((at - table.from) / table.step))
  if (at <= lastYoungDay) return rowAt(table[sex], Math.round(at))
  const months = at / daysPerMonth
  const later = olderTables[measure]
  if (!later || months < later.from || months > (lastMonth[measure] ?? 0)) return undefined
  return between(later[sex], months - later.from)
}

/** Where a measure lies among healthy children. */
export interface GrowthScore {
  readonly z: number
  /** Per cent of children that measure less. */
  readonly centile: number
}

/**
 * Z-score and percentile of a child's measure.
 *
 * @param at age in days; for weight by length or height the size in cm
 * @param value kg, cm or kg/m²
 */
export function growthScore(measure: GrowthMeasure, sex: GrowthSex, at: number, value: number): GrowthScore {
  if (!(value > 0) || !Number.isFinite(value)) throw growthErrors.wrongValue({ value: String(value) })
  const lms = lmsAt(measure, sex, at)
  if (!lms) {
    const { from, step, male } = youngTables[measure]
    if (bySize(measure))
      throw growthErrors.sizeOutside({ low: from, high: Math.round(from + step * (male.m.length - 1)), value: at })
    throw growthErrors.ageOutside({ measure, days: at })
  }
  const z = zScore(lms, value, measure !== 'height' && measure !== 'head')
  return { z, centile: centile(z) }
}

/** What a body mass index for age means. @see WHO 2006 (to 5 years) and 2007 (from 5 years) cut-offs */
export function bodyMassClassOfChild(
  z: number,
  ageDays: number,
): 'severeThin' | 'thin' | 'normal' | 'atRisk' | 'over' | 'obese' {
  if (z < -3) return 'severeThin'
  if (z < -2) return 'thin'
  if (ageDays <= lastYoungDay) {
    if (z <= 1) return 'normal'
    if (z <= 2) return 'atRisk'
    return z <= 3 ? 'over' : 'obese'
  }
  if (z <= 1) return 'normal'
  return z <= 2 ? 'over' : 'obese'
}
