import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { reader } from './unusual/sum-accesses.ts'
import type { Row } from './who-saw.ts'

/** Events that were under way when the sums were made, at most so long. */
const underWay = '15 minutes'

/**
 * Who got a patient in lists of several persons: whole days of the sums, and the events that are not summed yet.
 * @param ids the patient and those merged into them
 */
export async function listedBy(
  ctx: Context,
  ids: readonly string[],
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    with reader as (
      select coalesce(max(position), 0) as position, max(up_to) - ${underWay}::interval as since
      from audit_reader where facility = ${ctx.facility} and name = ${reader})
    select actor, action, outcome, true as listed, sum(times)::integer as times, min(first) as first, max(last) as last
    from (
      select s.actor, s.action, s.outcome, s.times, s.first_at as first, s.last_at as last from audit_listed s
      where s.facility = ${ctx.facility} and s.patient = any(${ids}::text[])
        and s.day >= (${from}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
        and s.day < (${to}::timestamptz at time zone 'Asia/Ho_Chi_Minh')::date
      union all
      select t.actor, t.action, t.outcome, 1, t.at, t.at from reader r
      join event_pack p on p.facility = ${ctx.facility} and p.at >= coalesce(r.since, '-infinity')
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb)
        as t(actor text, action text, outcome text, patients jsonb, at timestamptz)
      where p.keys && ${ids.map((id) => `listed:${id}`)}::text[] and t.patients ?| ${ids}::text[]
        and t.at >= ${from} and t.at < ${to}
        and not exists (
          select from ledger_position l where l.facility = p.facility and l.seq = p.seq and l.position < r.position)) told
    group by actor, action, outcome`.execute(ctx.db)
  return rows
}
