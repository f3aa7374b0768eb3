/**
 * National Early Warning Score 2, for patients of 16 years and more who are not pregnant.
 * @see Royal College of Physicians. National Early Warning Score (NEWS) 2: Standardising the assessment of
 * acute-illness severity in the NHS. Updated report of a working party. London: RCP, 2017. Chart 1.
 */
export interface News2Input {
  readonly respiration?: number
  readonly spo2?: number
  /** Scale 2 only on the order of a doctor, for a target of 88 to 92 % in hypercapnic respiratory failure. */
  readonly spo2Scale?: 1 | 2
  readonly onOxygen?: boolean
  readonly systolic?: number
  readonly pulse?: number
  readonly consciousness?: Consciousness
  readonly temperature?: number
}

/** Alert, new confusion, responds to voice, to pain, unresponsive. */
export type Consciousness = 'A' | 'C' | 'V' | 'P' | 'U'

export type News2Part = 'respiration' | 'spo2' | 'oxygen' | 'systolic' | 'pulse' | 'consciousness' | 'temperature'

export interface News2 {
  readonly total: number
  readonly parts: Readonly<Record<News2Part, number>>
  /** A single parameter scores 3. */
  readonly red: boolean
  readonly risk: 'low' | 'low-medium' | 'medium' | 'high'
}

/** [upper bound inclusive, points], from low to high. */
type Bands = readonly (readonly [upTo: number, points: number])[]

const respiration: Bands = [
  [8, 3],
  [11, 1],
  [20, 0],
  [24, 2],
  [Infinity, 3],
]
const spo2Scale1: Bands = [
  [91, 3],
  [93, 2],
  [95, 1],
  [Infinity, 0],
]
const spo2Scale2Air: Bands = [
  [83, 3],
  [85, 2],
  [87, 1],
  [Infinity, 0],
]
const spo2Scale2Oxygen: Bands = [
  [83, 3],
  [85, 2],
  [87, 1],
  [92, 0],
  [94, 1],
  [96, 2],
  [Infinity, 3],
]
const systolic: Bands = [
  [90, 3],
  [100, 2],
  [110, 1],
  [219, 0],
  [Infinity, 3],
]
const pulse: Bands = [
  [40, 3],
  [50, 1],
  [90, 0],
  [110, 1],
  [130, 2],
  [Infinity, 3],
]
const temperature: Bands = [
  [35.0, 3],
  [36.0, 1],
  [38.0, 0],
  [39.0, 1],
  [Infinity, 2],
]

function points(value: number, bands: Bands): number {
  return bands.find(([upTo]) => value <= upTo)?.[1] ?? 0
}

/** What is still missing for a score. Nothing is guessed: without every parameter there is no total. */
export function news2Missing(input: News2Input): readonly News2Part[] {
  const needed: readonly [News2Part, unknown][] = [
    ['respiration', input.respiration],
    ['spo2', input.spo2],
    ['oxygen', input.onOxygen],
    ['systolic', input.systolic],
    ['pulse', input.pulse],
    ['consciousness', input.consciousness],
    ['temperature', input.temperature],
  ]
  return needed.filter(([, value]) => value === undefined).map(([part]) => part)
}

export function news2(input: News2Input): News2 | undefined {
  if (news2Missing(input).length > 0) return undefined
  const scale = input.spo2Scale === 2 ? (input.onOxygen ? spo2Scale2Oxygen : spo2Scale2Air) : spo2Scale1
  const parts = {
    respiration: points(input.respiration ?? 0, respiration),
    spo2: points(input.spo2 ?? 0, scale),
    oxygen: input.onOxygen ? 2 : 0,
    systolic: points(input.systolic ?? 0, systolic),
    pulse: points(input.pulse ?? 0, pulse),
    consciousness: input.consciousness === 'A' ? 0 : 3,
    temperature: points(Math.round((input.temperature ?? 0) * 10) / 10, temperature),
  }
  const total = Object.values(parts).reduce((sum, part) => sum + part, 0)
  const red = Object.values(parts).some((part) => part === 3)
  return { total, parts, red, risk: riskOf(total, red) }
}

/** Thresholds of chart 2 of the report. */
function riskOf(total: number, red: boolean): News2['risk'] {
  if (total >= 7) return 'high'
  if (total >= 5) return 'medium'
  return red ? 'low-medium' : 'low'
}

export type News2Refusal = 'child' | 'pregnant' | 'ageUnknown'

/** Why the score is not made for a person; for children no other score is invented in its place. */
export function news2Refused(ageYears: number | undefined, pregnant: boolean): News2Refusal | undefined {
  if (ageYears === undefined) return 'ageUnknown'
  if (ageYears < 16) return 'child'
  return pregnant ? 'pregnant' : undefined
}
