/** Scores that warn early: adults, children, women in pregnancy and childbed. */
export const warningScores = ['NEWS2', 'PEWS', 'MEOWS'] as const
export type WarningScore = (typeof warningScores)[number]

/** From the least to the gravest. */
export const warningLevels = ['low', 'low-medium', 'medium', 'high'] as const
export type WarningLevel = (typeof warningLevels)[number]
export type Priority = 'urgent' | 'asap' | 'stat'

interface Words {
  readonly vi: string
  readonly en: string
}

export interface Answer {
  readonly withinMinutes: number
  readonly priority: Priority
  readonly tell: Words
  readonly act: Words
}

export interface WarningBand {
  readonly from: number
  /** Only when one parameter alone asks for the highest attention. */
  readonly red?: boolean
  readonly level: WarningLevel
  /** How often is measured again. */
  readonly everyMinutes: number
  /** Absent: nobody is called. */
  readonly answer?: Answer
}

export interface WarningRule {
  readonly score: WarningScore
  readonly validFrom: string
  readonly validTo?: string
  /** The first band that fits holds. */
  readonly bands: readonly WarningBand[]
}

export interface Warning {
  readonly score: WarningScore
  readonly total: number
  readonly red: boolean
}

/** The band of a score on the day it was made. */
export function bandFor(
  rules: readonly WarningRule[],
  { score, total, red }: Pick<Warning, 'score' | 'total' | 'red'>,
  day: string,
): WarningBand | undefined {
  const rule = rules
    .filter((one) => one.score === score && one.validFrom <= day && (one.validTo ?? '9999') >= day)
    .toSorted((a, b) => a.validFrom.localeCompare(b.validFrom))
    .at(-1)
  return rule?.bands.find((band) => total >= band.from && (!band.red || red))
}

export const isGraver = (one: WarningLevel, than: WarningLevel): boolean =>
  warningLevels.indexOf(one) > warningLevels.indexOf(than)

const minuteMs = 60_000

/** When is measured next: by what the score asks, or the level of care, whichever comes sooner. */
export function nextMeasurement(lastAt: Date, ...everyMinutes: readonly (number | undefined)[]): Date | undefined {
  const known = everyMinutes.filter((one) => one !== undefined)
  return known.length === 0 ? undefined : new Date(lastAt.getTime() + Math.min(...known) * minuteMs)
}
