import { dayInVietnam } from '#kernel/civil-date.ts'
import { evaluateScore, missingItems, scoreOn } from '#kernel/score/index.ts'
import { serverNow } from '#web/kit/net/server-clock.ts'
import rules from '../../../../data/nursing/early-warning.json' with { type: 'json' }
import { adultFromYears } from '../domain/check-vitals.ts'
import { bandFor, type WarningBand, type WarningRule, type WarningScore } from '../domain/early-warning.ts'
import { meows, meowsMissing } from '../domain/meows.ts'
import { news2, news2Missing } from '../domain/news2.ts'
import { type Measured, scoreInput } from './measured.ts'

const warningRules = rules.scores as readonly WarningRule[]

export interface LiveScore {
  readonly score: WarningScore
  readonly total?: number
  readonly red: boolean
  readonly parts: Readonly<Record<string, number>>
  /** Keys of what is still to be measured. */
  readonly missing: readonly string[]
  readonly band?: WarningBand | undefined
}

interface Sum {
  readonly total: number
  readonly red: boolean
  readonly parts: Readonly<Record<string, number | undefined>>
}

export function scoreFor(form: Measured, years: number): WarningScore {
  if (years < adultFromYears) return 'PEWS'
  return form.pregnant || form.childbed ? 'MEOWS' : 'NEWS2'
}

function sumOf(
  score: WarningScore,
  form: Measured,
  day: string,
): { sum: Sum | undefined; missing: readonly string[] } {
  if (score === 'NEWS2') {
    const input = scoreInput(form)
    return { sum: news2(input), missing: news2Missing(input) }
  }
  if (score === 'MEOWS') {
    const input = scoreInput(form)
    return { sum: meows(input), missing: meowsMissing(input) }
  }
  const sheet = scoreOn('pews', day)
  const answers = form.pews ?? {}
  const missing = missingItems(sheet, answers).map(({ id }) => id)
  return { sum: missing.length > 0 ? undefined : evaluateScore(sheet, answers), missing }
}

/** The early-warning score as it stands while typing. Undefined without an age: no score is made then. */
export function liveScore(form: Measured, years: number | undefined): LiveScore | undefined {
  if (years === undefined) return undefined
  const score = scoreFor(form, years)
  const day = dayInVietnam(serverNow())
  const { sum, missing } = sumOf(score, form, day)
  if (!sum) return { score, red: false, parts: {}, missing }
  const { total, red } = sum
  const parts = Object.fromEntries(Object.entries(sum.parts).map(([part, value]) => [part, value ?? 0]))
  return { score, total, red, parts, missing, band: bandFor(warningRules, { score, total, red }, day) }
}
