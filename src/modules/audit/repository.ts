import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { AuditQuery } from './contract.ts'

export interface StoredEvent {
  /** Its place in the order of all events: number of the row and place in it. */
  readonly place: number
  readonly content: string
}

/** More than a pack can hold. */
const placesInPack = 1000

/** Events newest first, by the key of their order: paging stays right while new ones come. */
export async function listEvents(ctx: Context, query: AuditQuery, limit: number): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<StoredEvent>`
    select seq * ${placesInPack}::bigint + n as place, content from (
      (${alone(ctx, query, limit)}) union all (${packed(ctx, query, limit)})) told
    order by seq desc, n desc limit ${limit}`.execute(ctx.db)
  return rows
}

function alone(ctx: Context, query: AuditQuery, limit: number): RawBuilder<unknown> {
  const where = [sql`e.facility = ${ctx.facility}`, ...conditions(query, sql`e.content::jsonb ->> 'userName'`)]
  if (query.cursor) where.push(sql`e.seq < ${query.cursor}::bigint / ${placesInPack}`)
  return sql`select e.seq, 0::bigint as n, e.content from audit_event e where ${all(where)} order by e.seq desc limit ${limit}`
}

/** A pack is looked into when its keys or its time may fit; a pack is put together after its events. */
function packed(ctx: Context, query: AuditQuery, limit: number): RawBuilder<unknown> {
  const outer = [sql`p.facility = ${ctx.facility}`]
  if (query.patient) outer.push(sql`p.keys @> array[${`patient:${query.patient}`}]`)
  if (query.from) outer.push(sql`p.at >= ${midnight(query.from)}`)
  if (query.cursor) outer.push(sql`p.seq <= ${query.cursor}::bigint / ${placesInPack}`)
  const inner = conditions(query, sql`e.user_name`)
  if (query.cursor) inner.push(sql`p.seq * ${placesInPack}::bigint + e.n < ${query.cursor}::bigint`)
  return sql`
    select p.seq, e.n, e.content from event_pack p cross join lateral (
      select x.n, x.content, t.* from string_to_table(p.told, E'\n') with ordinality as x(content, n),
        jsonb_to_record(x.content::jsonb) as t(at timestamptz, action text, outcome text, actor text, patient text,
          "userName" text)
      order by x.n desc) as e(n, content, at, action, outcome, actor, patient, user_name)
    where ${all(outer)} ${inner.length > 0 ? sql`and ${all(inner)}` : sql``}
    order by p.seq desc, e.n desc limit ${limit}`
}

function conditions(query: AuditQuery, userName: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = []
  if (query.patient) found.push(sql`e.patient = ${query.patient}`)
  if (query.actor) found.push(sql`(e.actor = ${query.actor} or (${userName}) = ${query.actor})`)
  if (query.action) found.push(sql`e.action = any(${query.action.split(',')}::text[])`)
  if (query.outcome) found.push(sql`e.outcome = ${query.outcome}`)
  if (query.from) found.push(sql`e.at >= ${midnight(query.from)}`)
  if (query.to) found.push(sql`e.at < ${midnight(query.to)} + interval '1 day'`)
  return found
}

const all = (conditions: readonly RawBuilder<unknown>[]) => sql.join(conditions, sql` and `)
const midnight = (day: string) => sql`${`${day}T00:00:00+07:00`}::timestamptz`
