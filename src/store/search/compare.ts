import { type RawBuilder, sql } from 'kysely'
import { dateRange, type Range } from '#fhir/search/date-range.ts'
import { numberRange } from '#fhir/search/number-range.ts'
import { badValue } from './refusals.ts'
import { plain } from './request.ts'
import { why } from './why.ts'

export type Condition = RawBuilder<boolean>

export function anyOf(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return sql<boolean>`false`
  return conditions.length === 1 && conditions[0]
    ? conditions[0]
    : sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

export function allOf(conditions: readonly Condition[]): Condition {
  if (conditions.length === 0) return sql<boolean>`true`
  return conditions.length === 1 && conditions[0]
    ? conditions[0]
    : sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/** What is not true: also what cannot be said. */
export function notTrue(condition: Condition): Condition {
  return sql<boolean>`(${condition}) is not true`
}

/** A condition that only filters: it keeps the index that could answer it out of the plan. */
export function isTrue(condition: Condition): Condition {
  return sql<boolean>`(${condition}) is true`
}

/** Whether the tokens of a row hold one of the hashes. */
export function meets(r: RawBuilder<unknown>, hashes: readonly number[]): Condition {
  return hashes.length === 1
    ? sql<boolean>`${r}.toks @> ${[...hashes]}::bigint[]`
    : sql<boolean>`${r}.toks && ${[...hashes]}::bigint[]`
}

export type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap' | 'po' | 'co'

const prefixed = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)$/s

/** A comparison of a stored span [lo, hi] with a searched span. http://hl7.org/fhir/R4/search.html#prefix */
export interface Comparison {
  readonly prefix: Prefix
  readonly span: Range
  /** How far "about" reaches beyond the span. */
  readonly slack: number
}

/** @param now "about" a date reaches a tenth of its distance from now */
export function dateComparison(parameter: string, text: string, now: Date, prefix?: Prefix): Comparison {
  const parts = prefixed.exec(plain(text))
  // A + of a time zone arrives as a blank when it was not encoded.
  const span = dateRange((parts?.[2] ?? '').replace(' ', '+'))
  if (!parts || !span) throw badValue(parameter, text.slice(0, 60), why('notDate'))
  const slack = Math.abs(now.getTime() - (span.lo + span.hi) / 2) / 10
  return { prefix: prefix ?? ((parts[1] ?? 'eq') as Prefix), span, slack }
}

export function numberComparison(parameter: string, text: string, given?: Prefix): Comparison {
  const parts = prefixed.exec(plain(text))
  const range = numberRange(parts?.[2] ?? '')
  if (!parts || !range) throw badValue(parameter, text.slice(0, 60), why('notNumber'))
  const prefix = given ?? ((parts[1] ?? 'eq') as Prefix)
  const byDigits = prefix === 'eq' || prefix === 'ne' || prefix === 'ap'
  const span = byDigits ? range : { lo: range.exact, hi: range.exact }
  return { prefix, span, slack: Math.abs(range.exact) / 10 }
}

/** The comparison as SQL over two columns. */
export function compareSql(
  lo: RawBuilder<unknown>,
  hi: RawBuilder<unknown>,
  { prefix, span, slack }: Comparison,
): Condition {
  switch (prefix) {
    case 'ne':
      return sql<boolean>`not (${lo} >= ${span.lo} and ${hi} <= ${span.hi})`
    case 'gt':
      return sql<boolean>`${hi} > ${span.hi}`
    case 'lt':
      return sql<boolean>`${lo} < ${span.lo}`
    case 'ge':
      return sql<boolean>`(${hi} > ${span.hi} or (${lo} >= ${span.lo} and ${hi} <= ${span.hi}))`
    case 'le':
      return sql<boolean>`(${lo} < ${span.lo} or (${lo} >= ${span.lo} and ${hi} <= ${span.hi}))`
    case 'sa':
      return sql<boolean>`${lo} > ${span.hi}`
    case 'eb':
      return sql<boolean>`${hi} < ${span.lo}`
    case 'ap':
      return sql<boolean>`(${hi} >= ${span.lo - slack} and ${lo} <= ${span.hi + slack})`
    case 'co':
      return sql<boolean>`(${lo} <= ${span.lo} and ${hi} >= ${span.hi})`
    case 'po':
      return sql<boolean>`(${hi} >= ${span.lo} and ${lo} <= ${span.hi})`
    default:
      return sql<boolean>`(${lo} >= ${span.lo} and ${hi} <= ${span.hi})`
  }
}

/** The comparison of a column that is one number, in a form that an index can answer. */
export function comparePoint(at: RawBuilder<unknown>, { prefix, span, slack }: Comparison): Condition {
  switch (prefix) {
    case 'ne':
      return sql<boolean>`not (${at} >= ${span.lo} and ${at} <= ${span.hi})`
    case 'gt':
    case 'sa':
      return sql<boolean>`${at} > ${span.hi}`
    case 'lt':
    case 'eb':
      return sql<boolean>`${at} < ${span.lo}`
    case 'ge':
      return sql<boolean>`${at} >= ${span.lo}`
    case 'le':
      return sql<boolean>`${at} <= ${span.hi}`
    case 'ap':
      return sql<boolean>`(${at} >= ${span.lo - slack} and ${at} <= ${span.hi + slack})`
    default:
      return sql<boolean>`(${at} >= ${span.lo} and ${at} <= ${span.hi})`
  }
}
