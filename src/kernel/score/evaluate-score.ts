import { scoreErrors } from './errors.ts'
import type { AgeLimits, Score, ScoreBand, ScoreItem, ScoreOption } from './score.ts'

export type ScoreAnswers = Readonly<Record<string, string>>

export interface ScoreResult {
  readonly total: number
  readonly band: ScoreBand
  /** Points by item. */
  readonly parts: Readonly<Record<string, number>>
  /** One item alone asks for the highest attention. */
  readonly red: boolean
}

/** Refuses an age that the score was not made for; an unknown age passes. */
export function checkAge(code: string, age: AgeLimits | undefined, ageDays: number | undefined): void {
  if (!age || ageDays === undefined) return
  if (ageDays < age.fromDays || ageDays > (age.toDays ?? Number.POSITIVE_INFINITY))
    throw scoreErrors.ageOutside({ code, days: ageDays })
}

/** Whether a score suits an age; used to offer it. */
export function suitsAge(age: AgeLimits | undefined, ageDays: number | undefined): boolean {
  if (!age || ageDays === undefined) return true
  return ageDays >= age.fromDays && ageDays <= (age.toDays ?? Number.POSITIVE_INFINITY)
}

function optionOf(item: ScoreItem, code: string): ScoreOption {
  const found = item.options.find((one) => one.code === code)
  if (!found) throw scoreErrors.unknownOption({ item: item.id, option: code.slice(0, 40) })
  return found
}

function checkExclusive(score: Score, parts: Readonly<Record<string, number>>): void {
  for (const group of score.exclusive ?? [])
    if (group.filter((id) => (parts[id] ?? 0) > 0).length > 1)
      throw scoreErrors.exclusive({ items: group.join(', ') })
}

/** The band of a total; every total that the items can give has one. */
export function bandOf({ bands }: Pick<Score, 'bands'>, total: number): ScoreBand | undefined {
  return bands.find(({ from, to }) => total >= from && total <= to)
}

/** Items that are not answered yet. */
export function missingItems(score: Score, answers: ScoreAnswers): readonly ScoreItem[] {
  return score.items.filter(({ id }) => !Object.hasOwn(answers, id))
}

/**
 * Sums a score and says what it means. Every item must be answered: a score with gaps is none.
 *
 * @param answers code of the chosen option by item
 * @param ageDays refused when the score is not made for it
 */
export function evaluateScore(score: Score, answers: ScoreAnswers, ageDays?: number): ScoreResult {
  checkAge(score.code, score.age, ageDays)
  const stranger = Object.keys(answers).find((id) => !score.items.some((item) => item.id === id))
  if (stranger !== undefined) throw scoreErrors.unknownItem({ code: score.code, item: stranger.slice(0, 40) })
  const entries = score.items.map((item) => {
    const code = Object.hasOwn(answers, item.id) ? answers[item.id] : undefined
    if (code === undefined) throw scoreErrors.incomplete({ code: score.code, item: item.id })
    return [item.id, optionOf(item, code).points] as const
  })
  const parts = Object.fromEntries(entries)
  checkExclusive(score, parts)
  const total = entries.reduce((sum, [, points]) => sum + points, 0)
  const band = bandOf(score, total)
  if (!band) throw scoreErrors.outOfRange({ field: score.code, low: 0, high: total })
  return {
    total,
    band,
    parts,
    red: score.redItem !== undefined && entries.some(([, one]) => one >= (score.redItem ?? 0)),
  }
}
