import type { Day } from '#kernel/civil-date.ts'

/** One class of records and how long they are kept; data/rules/retention.json. */
export interface RetentionClass {
  readonly code: string
  readonly years: number
  /** Row of the annex of Circular 33/2025/TT-BYT. */
  readonly row: string
  readonly source?: string
  readonly title: { readonly vi: string; readonly en: string }
  readonly when: { readonly deceased?: boolean; readonly icd10?: readonly string[] }
}

export interface RetentionRule {
  readonly validFrom: Day
  readonly validTo?: Day
  readonly source: string
  readonly classes: readonly RetentionClass[]
  /** Classes to which an archived record may be raised when what they tell of comes to light later. */
  readonly raise?: readonly string[]
}

/** What of a record decides its retention. */
export interface RetentionFacts {
  readonly closedOn: Day
  readonly deceased: boolean
  readonly icd10: readonly string[]
}

export interface Retention {
  readonly code: string
  readonly years: number
  /** Last day on which the record must be kept. */
  readonly until: Day
  readonly row: string
  readonly source: string
  readonly title: { readonly vi: string; readonly en: string }
}

/**
 * How long a record must be kept. Counted from 31 December of the year in which it was closed; when
 * several classes fit, the longest holds.
 * @see Circular 33/2025/TT-BYT, annex, group 01
 * @see Law on Archives 33/2024/QH15, article 15 (3) and (4)
 */
export function retentionOf(facts: RetentionFacts, rules: readonly RetentionRule[]): Retention | undefined {
  const rule = ruleOn(facts.closedOn, rules)
  const fitting = rule?.classes.filter((one) => fits(facts, one)) ?? []
  const longest = fitting.reduce<RetentionClass | undefined>(
    (best, one) => (best && best.years >= one.years ? best : one),
    undefined,
  )
  if (!rule || !longest) return undefined
  return termOf(longest, rule, facts.closedOn)
}

/** The terms to which a record that was closed on a day may be raised afterwards. */
export function raisedTerms(closedOn: Day, rules: readonly RetentionRule[]): readonly Retention[] {
  const rule = ruleOn(closedOn, rules)
  if (!rule) return []
  return rule.classes.filter((one) => rule.raise?.includes(one.code)).map((one) => termOf(one, rule, closedOn))
}

function termOf(
  { code, years, row, title, source }: RetentionClass,
  rule: RetentionRule,
  closedOn: Day,
): Retention {
  const until = `${Number(closedOn.slice(0, 4)) + years}-12-31`
  return { code, years, until, row, title, source: source ?? rule.source }
}

/** The rule in force on a day; before the first one, the first: a record is never without a term. */
function ruleOn(day: Day, rules: readonly RetentionRule[]): RetentionRule | undefined {
  const inOrder = [...rules].sort((a, b) => a.validFrom.localeCompare(b.validFrom))
  return inOrder.findLast((rule) => rule.validFrom <= day && (!rule.validTo || day <= rule.validTo)) ?? inOrder[0]
}

function fits(facts: RetentionFacts, one: RetentionClass): boolean {
  if (one.when.deceased !== undefined && one.when.deceased !== facts.deceased) return false
  const prefixes = one.when.icd10
  return !prefixes || facts.icd10.some((code) => prefixes.some((prefix) => code.startsWith(prefix)))
}
