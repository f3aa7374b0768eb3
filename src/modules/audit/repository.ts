import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { AuditQuery } from './contract.ts'

export interface StoredEvent {
  readonly seq: number
  readonly content: string
}

/** Events newest first, by the key of their order: paging stays right while new ones come. */
export async function listEvents(ctx: Context, query: AuditQuery, limit: number): Promise<readonly StoredEvent[]> {
  const where: RawBuilder<unknown>[] = [sql`facility = ${ctx.facility}`]
  if (query.patient) where.push(sql`patient = ${query.patient}`)
  if (query.actor) where.push(sql`(actor = ${query.actor} or (content::jsonb ->> 'userName') = ${query.actor})`)
  if (query.action) where.push(sql`action = any(${query.action.split(',')}::text[])`)
  if (query.outcome) where.push(sql`outcome = ${query.outcome}`)
  if (query.from) where.push(sql`at >= ${`${query.from}T00:00:00+07:00`}::timestamptz`)
  if (query.to) where.push(sql`at < ${`${query.to}T00:00:00+07:00`}::timestamptz + interval '1 day'`)
  if (query.cursor) where.push(sql`seq < ${query.cursor}`)
  const { rows } = await sql<StoredEvent>`
    select seq, content from audit_event where ${sql.join(where, sql` and `)} order by seq desc limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}
