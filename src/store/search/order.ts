import { type RawBuilder, sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import { indexPlan, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { findParameter, type Scope } from './conditions.ts'
import type { SearchRequest } from './request.ts'

/** One key of the order; the last one is always the id, so that the order is total and a page can be found again. */
export interface SortKey {
  readonly expression: RawBuilder<unknown>
  readonly kind: 'integer' | 'number' | 'text'
  readonly descending: boolean
}

/** The order of a search. Without _sort: clinical time, newest first. */
export function orderOf(scope: Scope, request: SearchRequest): readonly SortKey[] {
  const keys = request.sort
    .filter((key) => key.code !== '_id')
    .map((key) => ({ ...expressionOf(scope, key.code), descending: key.descending }))
  const byId = request.sort.find((key) => key.code === '_id')
  if (byId) return [...keys, { expression: sql`r.id`, kind: 'text', descending: byId.descending }]
  if (keys.length === 0)
    return [
      { expression: sql`r.ct`, kind: 'integer', descending: true },
      { expression: sql`r.id`, kind: 'text', descending: false },
    ]
  // The index runs (time desc, id): read backwards it is (time, id desc).
  return [...keys, { expression: sql`r.id`, kind: 'text', descending: !keys[0]?.descending }]
}

function expressionOf(scope: Scope, code: string): Pick<SortKey, 'expression' | 'kind'> {
  // The order of storing, from the append-only versions: an index on the current row would end HOT updates.
  if (code === '_lastUpdated') return { expression: sql`v.seq`, kind: 'integer' }
  const parameter = findParameter(scope.type, code)
  const { promoted } = indexPlan(scope.ctx.facility, scope.type)
  if (promoted.time === code) return { expression: sql`r.ct`, kind: 'integer' }
  if (promoted.value === code) return { expression: sql`coalesce(r.value, ${least}::float8)`, kind: 'number' }
  const own = sql`x.facility = r.facility and x.type = ${typeNumber(scope.type)} and x.id = r.id and x.param = ${parameter.number}`
  if (parameter.kind === 'date' || parameter.kind === 'number' || parameter.kind === 'quantity')
    return {
      expression: sql`coalesce((select min(x.lo) from search_ordered x where ${own}), ${least}::float8)`,
      kind: 'number',
    }
  if (parameter.kind === 'string')
    return { expression: sql`coalesce((select min(x.value) from search_string x where ${own}), '')`, kind: 'text' }
  throw storeErrors.badValue({
    parameter: '_sort',
    value: code,
    reason: `a ${parameter.kind} cannot be sorted by`,
  })
}

/** Whether the order needs the versions joined. */
export function ordersByStoring(request: SearchRequest): boolean {
  return request.sort.some((key) => key.code === '_lastUpdated')
}

export function orderSql(keys: readonly SortKey[]): RawBuilder<unknown> {
  return sql.join(keys.map((key) => (key.descending ? sql`${key.expression} desc` : key.expression)))
}

/** Rows after the last one of the page before: keyset, never OFFSET. */
export function afterSql(keys: readonly SortKey[], cursor: readonly (string | number)[]): RawBuilder<unknown> {
  const alternatives = keys.map((key, at) => {
    const same = keys.slice(0, at).map((one, index) => sql`${one.expression} = ${cursor[index]}`)
    const beyond = key.descending ? sql`${key.expression} < ${cursor[at]}` : sql`${key.expression} > ${cursor[at]}`
    return sql`(${sql.join([...same, beyond], sql` and `)})`
  })
  const first = keys[0]
  // Said once more of the first key alone, so that the index can start there.
  const start =
    first &&
    (first.descending ? sql`${first.expression} <= ${cursor[0]}` : sql`${first.expression} >= ${cursor[0]}`)
  return sql`${start} and (${sql.join(alternatives, sql` or `)})`
}

export function writeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

export function readCursor(text: string, keys: readonly SortKey[]): readonly (string | number)[] {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch (cause) {
    throw storeErrors.badCursor({}, cause)
  }
  if (!Array.isArray(values) || values.length !== keys.length) throw storeErrors.badCursor()
  if (!keys.every((key, at) => fits(key.kind, values[at]))) throw storeErrors.badCursor()
  return values as (string | number)[]
}

function fits(kind: SortKey['kind'], value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string' && !value.includes('\u0000')
  return kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)
}
