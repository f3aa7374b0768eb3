import { sql } from 'kysely'
import type { QueryConfig } from 'pg'
import type { Context } from '#platform/context.ts'
import { writeSeen } from '../audit.ts'
import type { SeenBy, SeenPage } from '../types.ts'
import { mostBytes } from '../within-bytes.ts'
import { orderSql, writeCursor } from './order.ts'
import type { PageQuery } from './page.ts'

interface Row {
  readonly n: number
  readonly entries: Buffer | null
  /** Keys of the last row of the page, when there is a next one. */
  readonly last: readonly (string | null)[] | null
  /** Whose they are, each once. */
  readonly whose: readonly string[] | null
  /** The versions, as the members of a JSON list. */
  readonly seen: string | null
}

/**
 * One page as the entries of a Bundle, made of stored bytes by the database: one row and one parameter of the event
 * instead of a row for each resource. Settled when it is safely noted who saw which versions.
 */
export async function readSeenPage(
  ctx: Context,
  asked: PageQuery,
  { base, detail }: SeenBy,
): Promise<{ readonly page: SeenPage; readonly next: string | undefined }> {
  const { rows } = await (ctx.readPool ?? ctx.pool).query<Row>(pageStatement(ctx, asked, base))
  const { n = 0, entries = null, last = null, whose = null, seen = null } = rows[0] ?? {}
  await writeSeen(ctx, { action: 'search', outcome: 'success', detail }, whose ?? [], seen ?? '')
  const values = last?.map((value, at) => (asked.keys[at]?.kind === 'text' ? (value ?? '') : Number(value)))
  return {
    page: { count: n, entries: entries ?? Buffer.of() },
    next: values && writeCursor(values),
  }
}

function pageStatement(
  ctx: Context,
  { query, keys, count, type, plannedOnce }: PageQuery,
  base: string,
): QueryConfig {
  const address = JSON.stringify(base).slice(1, -1)
  const order = orderSql(keys, (_, at) => sql.raw(`k${at}`))
  const typeName =
    type === undefined ? sql`(select t.name from resource_type t where t.id = q.type)` : sql`${type}::text`
  const last = sql.join(keys.map((_, at) => sql`max(${sql.raw(`k${at}`)}) filter (where kept and is_last)::text`))
  const statement = sql`
    select (count(*) filter (where kept))::int as n,
      string_agg('{"resource":'::bytea || content || convert_to(
        ',"fullUrl":"' || ${address}::text || '/' || named || '","search":{"mode":"match"}}', 'UTF8'), ','::bytea
        order by ${order}) filter (where kept) as entries,
      string_agg('"' || named || '/_history/' || version || '"', ',' order by ${order}) filter (where kept) as seen,
      array_agg(distinct whose) filter (where kept and whose <> '') as whose,
      case when not bool_and(kept) then array[${last}] end as last
    from (select y.*, place <= size_of_page and before < ${sql.lit(mostBytes)} as kept,
        place = size_of_page or before + octet_length(content) >= ${sql.lit(mostBytes)} as is_last
      from (select q.*, ${typeName} || '/' || q.id as named, coalesce(q.patient, '') as whose,
          ${count}::int as size_of_page, row_number() over w as place,
          sum(octet_length(q.content)) over w - octet_length(q.content) as before
        from (${query}) q window w as (order by ${order} rows unbounded preceding)) y) x`
  const { sql: text, parameters } = statement.compile(ctx.db)
  const sent: QueryConfig & { readonly binary: true } = {
    ...(plannedOnce ? { name: nameOf(text) } : {}),
    text,
    values: [...parameters],
    binary: true,
  }
  return sent
}

const names = new Map<string, string>()
const mostNames = 300

/**
 * Name of a statement that the database plans once per connection: only where no other value can make another index
 * better.
 */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames) return known
  const made = `store_page_${names.size}`
  names.set(text, made)
  return made
}
