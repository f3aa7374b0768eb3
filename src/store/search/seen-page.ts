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
  /** Whose they all are. */
  readonly patient: string | null
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
  const { rows } = await ctx.pool.query<Row>(pageStatement(ctx, asked, base))
  const { n = 0, entries = null, last = null, patient = null, seen = null } = rows[0] ?? {}
  await writeSeen(ctx, { action: 'search', outcome: 'success', detail }, patient ?? undefined, seen ?? '')
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
  const onPage = sql`(place <= ${count} and grown - size < ${sql.lit(mostBytes)})`
  const isLast = sql`${onPage} and (place = ${count} or grown >= ${sql.lit(mostBytes)})`
  const last = sql.join(keys.map((_, at) => sql`max(${sql.raw(`k${at}`)}) filter (where ${isLast})::text`))
  const statement = sql`
    select (count(*) filter (where ${onPage}))::int as n,
      string_agg('{"resource":'::bytea || content || convert_to(
        ',"fullUrl":"' || ${address}::text || '/' || named || '","search":{"mode":"match"}}', 'UTF8'), ','::bytea
        order by ${order}) filter (where ${onPage}) as entries,
      string_agg('"' || named || '/_history/' || version || '"', ',' order by ${order})
        filter (where ${onPage}) as seen,
      case when min(whose) filter (where ${onPage}) = max(whose) filter (where ${onPage})
        then nullif(max(whose), '') end as patient,
      case when count(*) > count(*) filter (where ${onPage}) then array[${last}] end as last
    from (select q.*, ${typeName} || '/' || q.id as named, coalesce(q.patient, '') as whose,
        row_number() over w as place, octet_length(q.content) as size, sum(octet_length(q.content)) over w as grown
      from (${query}) q window w as (order by ${order} rows unbounded preceding)) x`
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
