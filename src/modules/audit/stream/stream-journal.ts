import { hostname } from 'node:os'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Job } from '#platform/module.ts'
import { deliver, type Target, targetOf } from './send.ts'
import { framed, type OutgoingEvent, syslogLine } from './syslog-line.ts'

const batch = 1000
const mostBatches = 50

interface Row {
  readonly position: string
  readonly content: string | null
}

/** Sends what is new in the journal to the security operations centre: every event, in the ledger's order. */
export const streamJournal: Job = {
  name: 'audit.stream',
  everySeconds: 10,
  async run(ctx) {
    const target = targetOf(ctx.config)
    await endOthers(ctx, target && nameOf(target))
    if (!target) return { expected: 0, processed: 0, failed: 0 }
    return streamTo(ctx, target)
  },
}

/** A batch counts as delivered when the other side has read it whole; one that was cut goes again, whole. */
export async function streamTo(ctx: Context, target: Target) {
  const name = nameOf(target)
  let processed = 0
  for (let n = 0; n < mostBatches; n++) {
    const from = await begun(ctx, name)
    const { to, lines } = await next(ctx, from)
    if (to === from) break
    try {
      if (lines.length > 0) await deliver(target, lines.map(framed).join(''))
    } catch (error) {
      await noteFailure(ctx, name, error instanceof Error ? error.message : String(error))
      ctx.log.warn({ err: error, target: name }, 'the journal could not be sent')
      return { expected: processed + lines.length, processed, failed: lines.length }
    }
    await noteDelivery(ctx, name, to, lines.length)
    processed += lines.length
  }
  return { expected: processed, processed, failed: 0 }
}

export const nameOf = ({ host, port }: Target) => `${host}:${port}`

/** What was not delivered is kept for the target that is set, not for those of before. */
async function endOthers(ctx: Context, target: string | undefined): Promise<void> {
  await sql`
    update audit_stream set ended_at = case when target = ${target ?? null} then null else ${ctx.now()}::timestamptz end
    where facility = ${ctx.facility} and (target = ${target ?? ''}) = (ended_at is not null)`.execute(ctx.db)
}

/** A new target begins with what is new: what was before is in the exports. */
async function begun(ctx: Context, target: string): Promise<number> {
  await sql`
    insert into audit_stream (facility, target, begun_at, position)
    select ${ctx.facility}, ${target}, ${ctx.now()},
      coalesce((select max(position) + 1 from ledger_position where facility = ${ctx.facility}), 0)
    on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ position: string }>`
    select position from audit_stream where facility = ${ctx.facility} and target = ${target}`.execute(ctx.db)
  return Number(rows[0]?.position ?? 0)
}

async function next(
  ctx: Context,
  from: number,
): Promise<{ readonly to: number; readonly lines: readonly string[] }> {
  const { rows } = await sql<Row>`
    select l.position, coalesce(a.content, p.told) as content from (
      select facility, position, seq from ledger_position where facility = ${ctx.facility} and position >= ${from}
      order by position limit ${batch}) l
    left join audit_event a on a.facility = l.facility and a.seq = l.seq
    left join event_pack p on p.facility = l.facility and p.seq = l.seq
    order by l.position`.execute(ctx.db)
  const last = rows.at(-1)
  const host = hostname()
  return {
    to: last ? Number(last.position) + 1 : from,
    lines: rows.flatMap(({ content }) =>
      content === null
        ? []
        : content.split('\n').map((event) => syslogLine(JSON.parse(event) as OutgoingEvent, host)),
    ),
  }
}

async function noteDelivery(ctx: Context, target: string, to: number, events: number): Promise<void> {
  await sql`
    update audit_stream set position = ${to}, delivered = delivered + ${events}, delivered_at = ${ctx.now()},
      failed_since = null, failure = null
    where facility = ${ctx.facility} and target = ${target}`.execute(ctx.db)
}

async function noteFailure(ctx: Context, target: string, failure: string): Promise<void> {
  await sql`
    update audit_stream set failed_at = ${ctx.now()}, failed_since = coalesce(failed_since, ${ctx.now()}),
      failure = ${failure.slice(0, 500)}
    where facility = ${ctx.facility} and target = ${target}`.execute(ctx.db)
}
