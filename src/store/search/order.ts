import { type RawBuilder, sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { indexPlan } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { jsonPaths } from './json-references.ts'
import { badValue } from './refusals.ts'
import type { SearchRequest } from './request.ts'
import { findParameter, type Scope } from './scope.ts'
import { why } from './why.ts'

/** One key of the order; the last one is always the id, so that the order is total and a page can be found again. */
export interface SortKey {
  /** The key as SQL over the alias of a scope. */
  of(scope: Scope): RawBuilder<unknown>
  readonly kind: 'integer' | 'number' | 'text'
  readonly descending: boolean
}

export interface Order {
  readonly keys: readonly SortKey[]
  /** By the order of storing, from the append-only versions: an index on the current row would end HOT updates. */
  readonly byStoring: boolean
  /** A parameter whose values no index holds in order, so that few rows may be sorted by it. */
  readonly unindexed: string | undefined
  /** The first key, when an index of its values can be walked in this order. */
  readonly walked?: Walked | undefined
  /** The keys behind the first one, when an index leads to the rows in the order of the first. */
  readonly behind?: Behind | undefined
}

/** A parameter of the side tables, by whose index a page is found. */
export interface Walked {
  readonly parameter: Parameter
  readonly descending: boolean
}

export interface Behind {
  /** Code of the first parameter. */
  readonly code: string
  /** One of them is read from the content of each row. */
  readonly costly: boolean
}

const byId = (descending: boolean): SortKey => ({ of: ({ r }) => sql`${r}.id`, kind: 'text', descending })
const byTime = (descending: boolean): SortKey => ({ of: ({ r }) => sql`${r}.ct`, kind: 'integer', descending })

/**
 * The order of a search. Without _sort: clinical time, newest first.
 *
 * @param alone one type is searched, whose indexes can be walked
 */
export function orderOf(scope: Scope, request: SearchRequest, alone: boolean): Order {
  const { sort } = request
  const idAt = sort.findIndex((key) => key.code === '_id')
  const used = idAt < 0 ? sort : sort.slice(0, idAt)
  const keys = used.map(({ code, descending }) => keyOf(scope, code, descending))
  const byStoring = used.some((key) => key.code === '_lastUpdated')
  const [first] = used
  const walked = first && walkedBy(scope, first)
  const leads = alone && first !== undefined && (walked !== undefined || isTime(scope, first.code))
  const byText = used.length === 1 && walked?.parameter.kind === 'string'
  const unindexed = leads || byText ? undefined : used.find((key) => !inOrder(scope, key.code))?.code
  if (walked && used.length === 1 && idAt < 0)
    return { keys: [...keys, byId(walked.descending)], byStoring, unindexed, walked }
  if (sort.length === 0) return { keys: [byTime(true), byId(false)], byStoring, unindexed }
  const last = idAt < 0 ? byId(!keys[0]?.descending) : byId(sort[idAt]?.descending ?? false)
  const behind = leads && (walked || used.length > 1) ? behindOf(scope, used) : undefined
  // The index runs (time desc, id): read backwards it is (time, id desc).
  return { keys: [...keys, last], byStoring, unindexed, walked, behind }
}

type Sorted = SearchRequest['sort']

const isTime = (scope: Scope, code: string) =>
  code !== '_lastUpdated' && indexPlan(scope.ctx.facility, scope.type).promoted.time === code

/** Texts, and dates and numbers that are not the main one. */
const walkable: ReadonlySet<Parameter['kind']> = new Set(['string', 'date', 'number', 'quantity'])

function walkedBy(scope: Scope, { code, descending }: Sorted[number]): Walked | undefined {
  if (inOrder(scope, code)) return undefined
  const parameter = findParameter(scope.ctx, scope.type, code)
  return walkable.has(parameter.kind) ? { parameter, descending } : undefined
}

function behindOf(scope: Scope, used: Sorted): Behind {
  const [first, ...others] = used
  const costly = others.some(
    ({ code }) => !inOrder(scope, code) && !walkable.has(findParameter(scope.ctx, scope.type, code).kind),
  )
  return { code: first?.code ?? '', costly }
}

function inOrder(scope: Scope, code: string): boolean {
  const { promoted } = indexPlan(scope.ctx.facility, scope.type)
  return code === '_lastUpdated' || promoted.time === code || promoted.value === code
}

function keyOf(scope: Scope, code: string, descending: boolean): SortKey {
  if (code === '_lastUpdated') return { of: () => sql`v.seq`, kind: 'integer', descending }
  const parameter = findParameter(scope.ctx, scope.type, code)
  const { promoted } = indexPlan(scope.ctx.facility, scope.type)
  if (promoted.time === code) return byTime(descending)
  if (promoted.value === code)
    return { of: ({ r }) => sql`coalesce(${r}.value, ${least}::float8)`, kind: 'number', descending }
  return { ...keyValue(parameter, descending), descending }
}

/** The least value of several when ascending, the greatest when descending; none comes first as the least. */
function keyValue(parameter: Parameter, descending: boolean): Pick<SortKey, 'of' | 'kind'> {
  const pick = sql.raw(descending ? 'max' : 'min')
  switch (parameter.kind) {
    case 'date':
    case 'number':
    case 'quantity': {
      const edge = sql.raw(descending ? 'x.hi' : 'x.lo')
      return {
        of: (scope) =>
          sql`coalesce((select ${pick}(${edge}) from search_ordered x where ${own(scope, parameter)}), ${least}::float8)`,
        kind: 'number',
      }
    }
    case 'string':
      return {
        of: (scope) =>
          sql`coalesce((select ${pick}(${textKey('x')}) from search_string x where ${own(scope, parameter)}), '')`,
        kind: 'text',
      }
    case 'token':
    case 'reference':
    case 'uri':
      return { of: (scope) => wordOfContent(scope, parameter, pick), kind: 'text' }
    default:
      throw badValue('_sort', parameter.code, why('kindSort', { kind: parameter.kind }))
  }
}

/** As much of a text as its index holds, in the order of its bytes (migration 0008). */
export const textKey = (alias: string) => sql`left(${sql.raw(alias)}.value, 200) collate "C"`

const own = ({ r, typeNumber }: Scope, { number }: Parameter) =>
  sql`x.facility = ${r}.facility and x.type = ${typeNumber} and x.id = ${r}.id and x.param = ${number}`

/** What stands for a coded value in an order, below an element of the type. */
const tails: Readonly<Record<string, readonly string[]>> = {
  CodeableConcept: ['."coding"."code"', '."text"'],
  Coding: ['."code"'],
  Identifier: ['."value"'],
  ContactPoint: ['."value"'],
  Reference: ['."reference"'],
}

/** A code, identifier, URI or reference as text, read from the content: it is kept nowhere else. */
function wordOfContent(scope: Scope, parameter: Parameter, pick: RawBuilder<unknown>): RawBuilder<unknown> {
  const paths = parameter.paths.flatMap((path) =>
    [...parameter.types].flatMap((type) =>
      (tails[type] ?? ['']).flatMap((tail) => jsonPaths(scope.type, path, tail)),
    ),
  )
  if (paths.length === 0) throw badValue('_sort', parameter.code, why('valuesSort'))
  const parts = [...new Set(paths)].map(
    (
      path,
    ) => sql`select v #>> '{}' from jsonb_path_query(convert_from(${scope.r}.content, 'UTF8')::jsonb, ${path}::jsonpath) v
      where jsonb_typeof(v) in ('string', 'boolean')`,
  )
  return sql`coalesce((select ${pick}(lower(w) collate "C") from (${sql.join(parts, sql` union all `)}) x(w)), '')`
}

/** `k0 desc, k1`: the order by the named columns of a page. */
export function orderSql(
  keys: readonly SortKey[],
  of: (key: SortKey, at: number) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql.join(keys.map((key, at) => (key.descending ? sql`${of(key, at)} desc` : of(key, at))))
}

/** Rows after the last one of the page before: keyset, never OFFSET. */
export function afterSql(
  keys: readonly SortKey[],
  scope: Scope,
  cursor: readonly (string | number)[],
): RawBuilder<unknown> {
  const given = (at: number) =>
    keys[at]?.kind === 'text'
      ? sql`${cursor[at]}::text`
      : keys[at]?.kind === 'integer'
        ? sql`${cursor[at]}::bigint`
        : sql`${cursor[at]}::float8`
  const alternatives = keys.map((key, at) => {
    const same = keys.slice(0, at).map((one, index) => sql`${one.of(scope)} = ${given(index)}`)
    const beyond = key.descending ? sql`${key.of(scope)} < ${given(at)}` : sql`${key.of(scope)} > ${given(at)}`
    return sql`(${sql.join([...same, beyond], sql` and `)})`
  })
  const first = keys[0]
  // Said once more of the first key alone, so that the index can start there.
  const start =
    first && (first.descending ? sql`${first.of(scope)} <= ${given(0)}` : sql`${first.of(scope)} >= ${given(0)}`)
  return sql`${start} and (${sql.join(alternatives, sql` or `)})`
}

export function writeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/** The keys of the last row of the page before. */
export function afterOf(
  keys: readonly SortKey[],
  cursor: string | undefined,
): readonly (string | number)[] | undefined {
  return cursor === undefined
    ? undefined
    : readCursor(
        cursor,
        keys.map(({ kind }) => kind),
      )
}

function readCursor(text: string, kinds: readonly SortKey['kind'][]): readonly (string | number)[] {
  let values: unknown
  try {
    values = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch (cause) {
    throw storeErrors.badCursor({}, cause)
  }
  if (!Array.isArray(values) || values.length !== kinds.length) throw storeErrors.badCursor()
  if (!kinds.every((kind, at) => fits(kind, values[at]))) throw storeErrors.badCursor()
  return values as (string | number)[]
}

function fits(kind: SortKey['kind'], value: unknown): boolean {
  if (kind === 'text') return typeof value === 'string' && !value.includes('\u0000')
  return kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value)
}
