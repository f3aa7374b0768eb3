import { type RawBuilder, sql } from 'kysely'
import { dateRange, type Range } from '#fhir/search/date-range.ts'
import { numberRange } from '#fhir/search/number-range.ts'
import { storeErrors } from '../errors.ts'

export type Condition = RawBuilder<boolean>

export function anyOf(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` or `)})`
}

export function allOf(conditions: readonly Condition[]): Condition {
  return sql<boolean>`(${sql.join(conditions, sql` and `)})`
}

/** Whether the tokens of a row hold one of the hashes. */
export function meets(hashes: readonly number[]): Condition {
  return hashes.length === 1
    ? sql<boolean>`r.toks @> ${[...hashes]}::bigint[]`
    : sql<boolean>`r.toks && ${[...hashes]}::bigint[]`
}

const prefixed = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?(.+)$/

/** A comparison of a stored span [lo, hi] with a searched span. http://hl7.org/fhir/R4/search.html#prefix */
export interface Comparison {
  readonly prefix: string
  readonly span: Range
}

export function dateComparison(parameter: string, text: string): Comparison {
  const parts = prefixed.exec(text)
  // A + of a time zone arrives as a blank when it was not encoded.
  const span = dateRange((parts?.[2] ?? '').replace(' ', '+'))
  if (!parts || !span) throw storeErrors.badValue({ parameter, value: text.slice(0, 60), reason: 'not a date' })
  return { prefix: parts[1] ?? 'eq', span }
}

export function numberComparison(parameter: string, text: string): Comparison {
  const parts = prefixed.exec(text)
  const range = numberRange(parts?.[2] ?? '')
  if (!parts || !range) throw storeErrors.badValue({ parameter, value: text.slice(0, 60), reason: 'not a number' })
  const prefix = parts[1] ?? 'eq'
  const byDigits = prefix === 'eq' || prefix === 'ne' || prefix === 'ap'
  return { prefix, span: byDigits ? range : { lo: range.exact, hi: range.exact } }
}

/** The comparison as SQL over two columns. */
export function compareSql(
  lo: RawBuilder<number>,
  hi: RawBuilder<number>,
  { prefix, span }: Comparison,
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
      return approximate(lo, hi, span)
    default:
      return sql<boolean>`(${lo} >= ${span.lo} and ${hi} <= ${span.hi})`
  }
}

/** About: overlaps the span widened by a tenth of its distance, the published advice for dates and numbers. */
function approximate(lo: RawBuilder<number>, hi: RawBuilder<number>, span: Range): Condition {
  const width = Math.max(span.hi - span.lo, Math.abs(span.lo + span.hi) / 20)
  return sql<boolean>`(${hi} >= ${span.lo - width} and ${lo} <= ${span.hi + width})`
}
