import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { ruleOf } from './rules.ts'

export const reader = 'audit.sum-accesses'
/** Rows of the journal in one transaction. */
const batch = 5000
const mostBatches = 200

/** Sums what is new in the journal by person, patient and day, in the order of the ledger: each event once. */
export const sumAccesses: Job = {
  name: reader,
  everySeconds: 60,
  async run(ctx) {
    let processed = 0
    for (let n = 0; n < mostBatches; n++) {
      const done = await inTransaction(ctx, sumBatch)
      processed += done
      if (done < batch) break
    }
    return { expected: processed, processed, failed: 0 }
  },
}

/** Works in the next rows of the ledger; returns how many there were. */
export async function sumBatch(ctx: Context): Promise<number> {
  const from = await begin(ctx)
  const { rows } = await sql<{ to: string | null }>`
    select max(position) + 1 as to from (
      select position from ledger_position where facility = ${ctx.facility} and position >= ${from}
      order by position limit ${batch}) x`.execute(ctx.db)
  const to = Number(rows[0]?.to ?? from)
  if (to > from) {
    await sum(ctx, from, to)
    await sumListed(ctx, from, to)
  }
  await noteReached(ctx, to, to - from < batch)
  return to - from
}

async function begin(ctx: Context): Promise<number> {
  await sql`insert into audit_reader (facility, name, position) values (${ctx.facility}, ${reader}, 0)
    on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ position: string }>`
    select position from audit_reader where facility = ${ctx.facility} and name = ${reader} for update`.execute(
    ctx.db,
  )
  return Number(rows[0]?.position ?? 0)
}

async function sum(ctx: Context, from: number, to: number): Promise<void> {
  const night = ruleOf('night')
  await sql`
    insert into audit_access as was (facility, actor, patient, day, seen, written, taken, night, first_at, last_at)
    select ${ctx.facility}, actor, patient, (at at time zone 'Asia/Ho_Chi_Minh')::date,
      count(*) filter (where action in ('view', 'read', 'search', 'history')),
      count(*) filter (where action in ('create', 'update', 'delete', 'sign')),
      count(*) filter (where action in ('print', 'export')),
      count(*) filter (where extract(hour from at at time zone 'Asia/Ho_Chi_Minh') >= ${night?.fromHour ?? 24}
        or extract(hour from at at time zone 'Asia/Ho_Chi_Minh') < ${night?.toHour ?? 0}),
      min(at), max(at)
    from (
      select e.actor, e.patient, e.action, e.at
      from ledger_position l join audit_event e on e.facility = l.facility and e.seq = l.seq
      where l.facility = ${ctx.facility} and l.position >= ${from} and l.position < ${to} and e.patient is not null
      union all
      select t.actor, t.patient, t.action, t.at
      from ledger_position l join event_pack p on p.facility = l.facility and p.seq = l.seq
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb) as t(actor text, action text, patient text, at timestamptz)
      where l.facility = ${ctx.facility} and l.position >= ${from} and l.position < ${to} and t.patient is not null) told
    group by 2, 3, 4
    on conflict (facility, actor, patient, day) do update set
      seen = was.seen + excluded.seen, written = was.written + excluded.written, taken = was.taken + excluded.taken,
      night = was.night + excluded.night, first_at = least(was.first_at, excluded.first_at),
      last_at = greatest(was.last_at, excluded.last_at)`.execute(ctx.db)
}

/** Lists of several persons, by each of them. */
async function sumListed(ctx: Context, from: number, to: number): Promise<void> {
  await sql`
    insert into audit_listed as was (facility, patient, actor, day, action, outcome, times, first_at, last_at)
    select ${ctx.facility}, patient, actor, (at at time zone 'Asia/Ho_Chi_Minh')::date, action, outcome, count(*), min(at),
      max(at)
    from (
      select w.patient, t.actor, t.action, t.outcome, t.at
      from ledger_position l join event_pack p on p.facility = l.facility and p.seq = l.seq
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb)
        as t(actor text, action text, outcome text, patients text[], at timestamptz)
      cross join lateral unnest(t.patients) as w(patient)
      where l.facility = ${ctx.facility} and l.position >= ${from} and l.position < ${to}) told
    group by patient, actor, 4, action, outcome
    on conflict (facility, patient, day, actor, action, outcome) do update set times = was.times + excluded.times,
      first_at = least(was.first_at, excluded.first_at), last_at = greatest(was.last_at, excluded.last_at)`.execute(
    ctx.db,
  )
}

async function noteReached(ctx: Context, to: number, isAll: boolean): Promise<void> {
  await sql`
    update audit_reader set position = ${to}, up_to = case when ${isAll} then ${ctx.now()} else up_to end
    where facility = ${ctx.facility} and name = ${reader}`.execute(ctx.db)
}
