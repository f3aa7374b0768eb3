import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { writeSeen } from '../audit.ts'
import type { SeenBy, SeenPage } from '../types.ts'
import { mostBytes } from '../within-bytes.ts'
import { orderSql, writeCursor } from './order.ts'
import type { PageQuery } from './page.ts'
import { askPool } from './planned.ts'

interface Row {
  /** Type of the row, when several are searched. */
  readonly named?: string
  readonly id: string
  readonly version: number
  readonly patient: string | null
  /** Keys of the last row that the page can hold. */
  readonly last: readonly (string | null)[] | null
  /** None of what comes after it. */
  readonly content: Buffer | null
}

type Kept = Row & { readonly content: Buffer }

/**
 * One page as the entries of a Bundle, made of stored bytes; nothing is parsed. Settled when it is safely noted who saw
 * which versions.
 */
export async function readSeenPage(
  ctx: Context,
  asked: PageQuery,
  { base, detail }: SeenBy,
): Promise<{ readonly page: SeenPage; readonly next: string | undefined }> {
  const rows = await askPool(ctx, pageStatement(asked), { once: asked.plannedOnce, binary: true })
  const kept = rows.filter((row): row is Kept => row.content !== null)
  const names = kept.map(({ named = asked.type, id }) => `${named}/${id}`)
  const seen = kept.map(({ version }, at) => `"${names[at]}/_history/${version}"`).join(',')
  const page = { count: kept.length, entries: entriesOf(base, kept, names) }
  await writeSeen(ctx, { action: 'search', outcome: 'success', detail }, whoseOf(kept), seen)
  const last = kept.length < rows.length ? kept.at(-1)?.last : undefined
  const values = last?.map((value, at) => (asked.keys[at]?.kind === 'text' ? (value ?? '') : Number(value)))
  return { page, next: values && writeCursor(values) }
}

/** Whose they are, each once. */
function whoseOf(kept: readonly Kept[]): readonly string[] {
  return [...new Set(kept.flatMap(({ patient }) => patient ?? []))]
}

const before = '{"resource":'
const comma = 44

/** The entries between commas, each with its address. Everything but the resources is ASCII. */
function entriesOf(base: string, kept: readonly Kept[], names: readonly string[]): Buffer {
  const address = asciiOf(JSON.stringify(base).slice(1, -1))
  const after = names.map((name) => `,"fullUrl":"${address}/${name}","search":{"mode":"match"}}`)
  let size = 0
  for (const [at, { content }] of kept.entries())
    size += before.length + content.length + (after[at]?.length ?? 0) + 1
  const bytes = Buffer.allocUnsafe(size)
  let end = 0
  for (const [at, { content }] of kept.entries()) {
    end += bytes.write(before, end, 'latin1')
    end += content.copy(bytes, end)
    end += bytes.write(after[at] ?? '', end, 'latin1')
    bytes[end++] = comma
  }
  return bytes.subarray(0, Math.max(0, end - 1))
}

/** JSON may write every letter as a number. */
function asciiOf(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/**
 * The rows of a page and, without its content, the next one. As rows, since joined in the database they took three times
 * the processor time there and no less here (decision 0110).
 */
function pageStatement({ query, keys, count, type }: PageQuery): RawBuilder<Row> {
  const order = orderSql(keys, (_, at) => sql.raw(`k${at}`))
  const named =
    type === undefined ? sql`(select t.name from resource_type t where t.id = q.type) as named,` : sql``
  const last = sql.join(keys.map((_, at) => sql`${sql.raw(`k${at}`)}::text`))
  const most = sql.lit(mostBytes)
  return sql<Row>`
    select ${named} q.id, q.version, q.patient,
      case when q.place = q.size_of_page or q.before + octet_length(q.content) >= ${most} then array[${last}] end as last,
      case when q.place <= q.size_of_page and q.before < ${most} then q.content end as content
    from (select p.*, ${count}::int as size_of_page, row_number() over w as place,
        sum(octet_length(p.content)) over w - octet_length(p.content) as before
      from (${query}) p window w as (order by ${order} rows unbounded preceding)) q
    order by ${order}`
}
