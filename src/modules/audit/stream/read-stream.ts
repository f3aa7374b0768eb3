import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { StreamState } from '../contract.ts'
import { targetOf } from './send.ts'
import { nameOf } from './stream-journal.ts'

interface Row {
  readonly target: string
  readonly begun_at: Date
  readonly delivered: string
  readonly delivered_at: Date | null
  readonly failed_since: Date | null
  readonly failure: string | null
  readonly waiting: string
}

/** How the delivery of the journal stands, of the target that is set and of earlier ones. */
export async function readStream(ctx: Context): Promise<StreamState> {
  const target = targetOf(ctx.config)
  const { rows } = await sql<Row>`
    select s.target, s.begun_at, s.delivered, s.delivered_at, s.failed_since, s.failure, (
      select count(*) from ledger_position l
      where l.facility = s.facility and l.position >= s.position and (
        exists (select from audit_event a where a.facility = l.facility and a.seq = l.seq)
        or exists (select from event_pack p where p.facility = l.facility and p.seq = l.seq))) as waiting
    from audit_stream s where s.facility = ${ctx.facility} order by s.begun_at desc`.execute(ctx.db)
  return {
    target: target && nameOf(target),
    targets: rows.map((row) => ({
      target: row.target,
      begunAt: row.begun_at.toISOString(),
      delivered: Number(row.delivered),
      deliveredAt: row.delivered_at?.toISOString(),
      waiting: Number(row.waiting),
      failedSince: row.failed_since?.toISOString(),
      failure: row.failure ?? undefined,
    })),
  }
}
