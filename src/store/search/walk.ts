import { type RawBuilder, sql } from 'kysely'
import { least } from '#fhir/search/date-range.ts'
import { type SortKey, textKey, type Walked } from './order.ts'
import type { Conditions, Scope } from './scope.ts'
import { whereSql } from './where.ts'

type Sql = RawBuilder<unknown>

/** How the values of a parameter stand in their index. */
interface Values {
  readonly table: Sql
  own(alias: Sql): Sql
  key(alias: Sql): Sql
  /** The key as it is compared with those of other pages. */
  shown(alias: string): Sql
  readonly kind: Sql
  /** What stands for no value: the least of all. */
  readonly none: string | number
  /** Operators of the index: before, at or after, after, in the direction of the order. */
  readonly operators: readonly [before: Sql, notBefore: Sql, after: Sql, notAfter: Sql]
}

const raw = sql.raw

function valuesOf({ ctx, typeNumber }: Scope, { parameter, descending }: Walked): Values {
  const own = (alias: Sql) =>
    sql`${alias}.facility = ${ctx.facility} and ${alias}.type = ${typeNumber}
      and ${alias}.param = ${parameter.number} and ${alias}.n >= 0`
  const inOrder = ([a = '', b = '', c = '', d = '']: readonly string[]) =>
    (descending ? [raw(c), raw(d), raw(a), raw(b)] : [raw(a), raw(b), raw(c), raw(d)]) as [Sql, Sql, Sql, Sql]
  if (parameter.kind === 'string')
    // The index is in the order of bytes whatever the order of the database is; these are its operators.
    return {
      table: sql`search_string`,
      own,
      key: (alias) => sql`left(${alias}.value, 200)`,
      shown: textKey,
      kind: sql`text`,
      none: '',
      operators: inOrder(['~<~', '~>=~', '~>~', '~<=~']),
    }
  const edge = descending ? 'hi' : 'lo'
  return {
    table: sql`search_ordered`,
    own: (alias) => sql`${own(alias)} and ${alias}.key = 0`,
    key: (alias) => sql`${alias}.${raw(edge)}`,
    shown: (alias) => raw(`${alias}.${edge}`),
    kind: sql`float8`,
    none: least,
    operators: inOrder(['<', '>=', '>', '<=']),
  }
}

/** Where a walk goes on: behind a row, or behind all rows of a value. */
export interface WalkedTo {
  readonly value: string | number
  /** Undefined behind all of the value. */
  readonly id: string | undefined
}

/**
 * One page in the order of a parameter, by walking the index of its values: whoever has none comes as the least,
 * and of several values the one that comes first counts. What the second half would add is not looked for when the
 * first has filled the page.
 */
export function walkQuery(
  scope: Scope,
  conditions: Conditions,
  common: ReadonlySet<number>,
  walked: Walked,
  after: WalkedTo | undefined,
  limit: number,
): RawBuilder<unknown> {
  const { r } = scope
  const { descending } = walked
  const branch = whereSql(scope, conditions, common)
  const columns = sql`${r}.type, ${r}.id, ${r}.version, ${r}.recorded_at, ${r}.content, ${r}.hash, ${r}.patient`
  const values = valuesOf(scope, walked)
  const [before] = values.operators
  const way = descending ? sql`desc` : sql`asc`
  const s = raw('s')
  const y = raw('y')
  const key = values.key(s)
  const none = sql`${values.none}::${values.kind}`
  const inside = after !== undefined && after.value !== values.none
  const { valued, absentBehind } = bounds(values, r, key, after, walked)
  const present = sql`select ${columns}, ${values.shown('s')} as k0, ${r}.id as k1
    from ${values.table} s, ${branch} and ${values.own(s)} and ${r}.id = s.id and ${key} <> ${none}
      ${valued}
      and not exists (select 1 from ${values.table} y where ${values.own(y)} and y.id = s.id
        and (${values.key(y)} ${before} ${key} or (${values.key(y)} = ${key} and y.n < s.n)))
    order by ${key} using ${before}, s.id ${way} limit ${limit}`
  const collated = values.none === '' ? sql`collate "C"` : sql``
  const absent = sql`select ${columns}, ${none} ${collated} as k0, ${r}.id as k1
    from ${branch} and ${withoutValue(scope, walked)} ${absentBehind}
    order by ${r}.id ${way} limit ${limit}`
  if (inside && !descending) return present
  const [head, tail] = descending ? [present, absent] : [absent, present]
  return sql`with head as materialized (${head})
    select * from (select * from head union all
      select * from (${tail}) t where (select count(*) from head) < ${limit}) u
    order by k0 ${collated} ${way}, k1 ${way} limit ${limit}`
}

/** Where both halves of a walk go on. Descending, whoever has none comes last. */
function bounds(values: Values, r: Sql, key: Sql, after: WalkedTo | undefined, { descending }: Walked) {
  if (after === undefined) return { valued: sql``, absentBehind: sql`` }
  if (after.value !== values.none)
    return { valued: sql`and ${beyond(values, r, key, after, descending)}`, absentBehind: sql`` }
  const behind =
    after.id === undefined ? sql`false` : sql`${r}.id ${descending ? sql`<` : sql`>`} ${after.id}::text`
  return { valued: descending ? sql`and false` : sql``, absentBehind: sql`and ${behind}` }
}

function beyond({ operators, kind }: Values, r: Sql, key: Sql, { value, id }: WalkedTo, descending: boolean): Sql {
  const [, notBefore, behind] = operators
  if (id === undefined) return sql`${key} ${behind} ${value}::${kind}`
  return sql`${key} ${notBefore} ${value}::${kind}
    and (${key} <> ${value}::${kind} or ${r}.id ${descending ? sql`<` : sql`>`} ${id}::text)`
}

/** That a row has no value, or the least of all, which is the same in an order. */
export function withoutValue(scope: Scope, walked: Walked): RawBuilder<boolean> {
  const values = valuesOf(scope, walked)
  const s = raw('s')
  const none = sql`${values.none}::${values.kind}`
  const mine = (more: Sql) =>
    sql`exists (select 1 from ${values.table} s where ${values.own(s)} and s.id = ${scope.r}.id ${more})`
  const valued = sql`not ${mine(sql`and ${values.key(s)} <> ${none}`)}`
  // The least of several counts when they ascend.
  if (walked.descending || values.none === '') return sql<boolean>`${valued}`
  return sql<boolean>`(${valued} or ${mine(sql`and ${values.key(s)} = ${none}`)})`
}

/** Ids that have a value from one to another, in the direction of the order. */
export function idsBetween(
  scope: Scope,
  walked: Walked,
  from: string | number | undefined,
  to: string | number | undefined,
): RawBuilder<unknown> {
  const values = valuesOf(scope, walked)
  const s = raw('s')
  const [, notBefore, , notAfter] = values.operators
  const bound = (operator: Sql, value: string | number | undefined) =>
    value === undefined ? sql`` : sql`and ${values.key(s)} ${operator} ${value}::${values.kind}`
  return sql`select s.id from ${values.table} s where ${values.own(s)} ${bound(notBefore, from)} ${bound(notAfter, to)}`
}

/** What stands for no value of a parameter in an order. */
export const noValue = ({ parameter }: Walked): string | number => (parameter.kind === 'string' ? '' : least)

/** A bound of the first key of an order, as a condition. */
export function upTo(
  scope: Scope,
  { of, kind, descending }: SortKey,
  value: string | number,
): RawBuilder<boolean> {
  const type = kind === 'text' ? sql`text` : kind === 'integer' ? sql`bigint` : sql`float8`
  return sql<boolean>`${of(scope)} ${descending ? sql`>=` : sql`<=`} ${value}::${type}`
}
