import type { Consciousness } from './news2.ts'

/**
 * Modified Early Obstetric Warning System, for women who are pregnant or in childbed up to six weeks.
 * @see Singh S, McGlennan A, England A, Simons R. A validation study of the CEMACH recommended modified early
 * obstetric warning system (MEOWS). Anaesthesia 2012;67:12-18, table 1. One red or two yellow triggers call for a doctor.
 */
export interface MeowsInput {
  readonly temperature?: number
  readonly systolic?: number
  readonly diastolic?: number
  readonly pulse?: number
  readonly respiration?: number
  readonly spo2?: number
  readonly consciousness?: Consciousness
  /** 0 to 10, moderate pain counts. */
  readonly pain?: number
}

export type MeowsPart = keyof MeowsInput

export interface Meows {
  /** Yellow triggers, a red one counted as two: from 2 on a doctor is called. */
  readonly total: number
  /** 0 none, 1 yellow, 2 red. */
  readonly parts: Readonly<Partial<Record<MeowsPart, number>>>
  readonly trigger: 'none' | 'yellow' | 'called'
  readonly red: boolean
}

interface Limits {
  readonly redBelow?: number
  readonly yellowBelow?: number
  readonly yellowAbove?: number
  readonly redAbove?: number
}

const limits: Readonly<Record<Exclude<MeowsPart, 'consciousness' | 'pain'>, Limits>> = {
  temperature: { redBelow: 35, yellowBelow: 36, redAbove: 38 },
  systolic: { redBelow: 90, yellowBelow: 100, yellowAbove: 150, redAbove: 160 },
  diastolic: { yellowAbove: 90, redAbove: 100 },
  pulse: { redBelow: 40, yellowBelow: 50, yellowAbove: 100, redAbove: 120 },
  respiration: { redBelow: 10, yellowAbove: 20, redAbove: 30 },
  spo2: { redBelow: 95 },
}

const points: Readonly<Record<Consciousness, number>> = { A: 0, C: 1, V: 1, P: 2, U: 2 }
/** The paper grades pain 0 to 3 and marks 2 and 3; on the scale of ten that is from 4 on. */
const painFrom = 4

function pointsOf(value: number, limit: Limits): number {
  const below = (bound: number | undefined) => bound !== undefined && value < bound
  const above = (bound: number | undefined) => bound !== undefined && value > bound
  if (below(limit.redBelow) || above(limit.redAbove)) return 2
  return below(limit.yellowBelow) || above(limit.yellowAbove) ? 1 : 0
}

const needed = ['temperature', 'systolic', 'diastolic', 'pulse', 'respiration', 'spo2', 'consciousness'] as const

/** What is still missing before it can be said that nothing triggers; pain may be missing. */
export const meowsMissing = (input: MeowsInput): readonly MeowsPart[] =>
  needed.filter((part) => input[part] === undefined)

/** A trigger counts as soon as it is measured; that there is none is said only of a whole set. */
export function meows(input: MeowsInput): Meows | undefined {
  const entries = Object.entries(limits).flatMap(([part, limit]) => {
    const value = input[part as keyof typeof limits]
    return value === undefined ? [] : [[part, pointsOf(value, limit)] as const]
  })
  const { consciousness, pain } = input
  const parts: Partial<Record<MeowsPart, number>> = Object.fromEntries(entries)
  if (consciousness !== undefined) parts.consciousness = points[consciousness]
  if (pain !== undefined) parts.pain = pain >= painFrom ? 1 : 0
  const all = Object.values(parts)
  const total = all.reduce((sum, one) => sum + one, 0)
  if (total < 2 && meowsMissing(input).length > 0) return undefined
  return { total, parts, red: all.includes(2), trigger: total >= 2 ? 'called' : total === 1 ? 'yellow' : 'none' }
}
