import { dayInVietnam } from '#kernel/civil-date.ts'

/** What an incident is, as far as clocks and notices follow from it. */
export interface Classification {
  readonly level: 'minor' | 'serious'
  readonly nationalSecurity: boolean
  readonly severeDisruption: boolean
  readonly personalData: boolean
  readonly healthData: boolean
  readonly biometricOrLocation: boolean
  readonly persons: number
}

type Trait =
  | 'serious'
  | 'nationalSecurity'
  | 'severeDisruption'
  | 'personalData'
  | 'healthData'
  | 'biometricOrLocation'

/** A duty to tell somebody: a line of data/incidents/clocks.json. */
export interface ObligationRule {
  readonly code: string
  /** Days of validity; an incident keeps the rules of the day on which it was noticed. */
  readonly from: string
  readonly until?: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly to: { readonly vi: string; readonly en: string }
  /** One of these is enough. */
  readonly when: readonly Trait[]
  readonly minutes: number
  /** The house's measure of "at once". */
  readonly graceMinutes: number
  readonly source: string
  readonly confidence: string
  readonly paper: string
}

export type Outcome =
  | { readonly kind: 'notice'; readonly sentAt: Date }
  | { readonly kind: 'needless'; readonly reason: string }

export interface Obligation {
  readonly rule: ObligationRule
  readonly dueAt: Date
  readonly state: 'due' | 'late' | 'done' | 'doneLate' | 'needless'
  readonly sentAt: Date | undefined
  readonly reason: string | undefined
}

const minuteMs = 60_000

export function hasTrait(given: Classification, trait: Trait): boolean {
  return trait === 'serious' ? given.level === 'serious' : given[trait]
}

/** The rules that bind an incident noticed at an instant. */
export function obligationRules(
  rules: readonly ObligationRule[],
  noticedAt: Date,
  given: Classification,
): readonly ObligationRule[] {
  const day = dayInVietnam(noticedAt)
  return rules.filter(
    (rule) =>
      rule.from <= day &&
      (rule.until === undefined || day <= rule.until) &&
      rule.when.some((trait) => hasTrait(given, trait)),
  )
}

/** Whom to tell until when. Hours run from the moment of noticing, through nights, holidays and ends of months. */
export function obligationsOf(
  rules: readonly ObligationRule[],
  noticedAt: Date,
  given: Classification,
  outcomes: ReadonlyMap<string, Outcome>,
  now: Date,
): readonly Obligation[] {
  return obligationRules(rules, noticedAt, given).map((rule) => {
    const dueAt = new Date(noticedAt.getTime() + (rule.minutes + rule.graceMinutes) * minuteMs)
    const outcome = outcomes.get(rule.code)
    return {
      rule,
      dueAt,
      state: stateOf(dueAt, outcome, now),
      sentAt: outcome?.kind === 'notice' ? outcome.sentAt : undefined,
      reason: outcome?.kind === 'needless' ? outcome.reason : undefined,
    }
  })
}

function stateOf(dueAt: Date, outcome: Outcome | undefined, now: Date): Obligation['state'] {
  if (outcome?.kind === 'needless') return 'needless'
  if (outcome) return outcome.sentAt > dueAt ? 'doneLate' : 'done'
  return now > dueAt ? 'late' : 'due'
}

export interface RetentionRule {
  readonly from: string
  readonly years: number
  readonly source: string
}

/**
 * Until which day the file is kept: so many years after the day of closing; the last day of the month where the month
 * has no such day.
 */
export function keptUntil(rules: readonly RetentionRule[], closedAt: Date): string | undefined {
  const day = dayInVietnam(closedAt)
  const rule = rules.filter(({ from }) => from <= day).at(-1)
  if (!rule) return undefined
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year + rule.years, month, 0)).getUTCDate()
  return `${year + rule.years}-${String(month).padStart(2, '0')}-${String(Math.min(date, last)).padStart(2, '0')}`
}
