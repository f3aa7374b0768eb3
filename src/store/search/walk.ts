import { type RawBuilder, sql } from 'kysely'
import { type Order, textKey } from './order.ts'
import type { Conditions, Scope } from './scope.ts'
import { whereSql } from './where.ts'

/**
 * One page in the order of a text parameter, by walking the index of its values: whoever has none comes as the least,
 * and of several values the one that comes first counts. What the second half would add is not looked for when the
 * first has filled the page.
 */
export function walkQuery(
  scope: Scope,
  conditions: Conditions,
  common: ReadonlySet<number>,
  { parameter, descending }: NonNullable<Order['text']>,
  after: readonly (string | number)[] | undefined,
  limit: number,
): RawBuilder<unknown> {
  const { r, ctx, typeNumber } = scope
  const branch = whereSql(scope, conditions, common)
  const columns = sql`${r}.type, ${r}.id, ${r}.version, ${r}.recorded_at, ${r}.content, ${r}.hash, ${r}.patient`
  const [text = '', id = ''] = after ?? []
  const way = descending ? sql`desc` : sql`asc`
  const beyond = descending ? sql`<` : sql`>`
  // The index is in the order of bytes whatever the order of the database is; `using` names its operators.
  const [first, notAfter] = descending ? [sql.raw('~>~'), sql.raw('~<=~')] : [sql.raw('~<~'), sql.raw('~>=~')]
  const key = sql`left(s.value, 200)`
  const own = (alias: RawBuilder<unknown>) =>
    sql`${alias}.facility = ${ctx.facility} and ${alias}.type = ${typeNumber}
      and ${alias}.param = ${parameter.number} and ${alias}.n >= 0`
  const afterText =
    after === undefined
      ? sql``
      : sql`and ${key} ${notAfter} ${text}::text and (${key} <> ${text}::text or ${r}.id ${beyond} ${id}::text)`
  const present = sql`select ${columns}, ${textKey('s')} as k0, ${r}.id as k1
    from search_string s, ${branch} and ${own(sql`s`)} and ${r}.id = s.id ${afterText}
      and not exists (select 1 from search_string y where ${own(sql`y`)} and y.id = s.id
        and (left(y.value, 200) ${first} ${key} or (left(y.value, 200) = ${key} and y.n < s.n)))
    order by ${key} using ${first}, s.id ${way} limit ${limit}`
  const afterAbsent =
    after === undefined || (descending && text !== '') ? sql`` : sql`and ${r}.id ${beyond} ${id}::text`
  const absent = sql`select ${columns}, ''::text collate "C" as k0, ${r}.id as k1
    from ${branch} and not exists (select 1 from search_string s where ${own(sql`s`)} and s.id = ${r}.id) ${afterAbsent}
    order by ${r}.id ${way} limit ${limit}`
  if (after !== undefined && text !== '' && !descending) return present
  const [head, tail] = descending ? [present, absent] : [absent, present]
  return sql`with head as materialized (${head})
    select * from (select * from head union all
      select * from (${tail}) t where (select count(*) from head) < ${limit}) u
    order by k0 collate "C" ${way}, k1 ${way} limit ${limit}`
}
