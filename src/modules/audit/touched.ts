import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { accountOf } from './list-audit.ts'

/** What one account did with one patient between two instants. */
export interface Touched {
  readonly patient: string
  readonly seen: number
  readonly written: number
  /** Prints, copies and exports. */
  readonly taken: number
  readonly first: Date
  readonly last: Date
}

/** Whose data an account opened, changed or took between two instants, by the journal itself; every one of them. */
export async function touchedBy(
  ctx: Context,
  { actor: who, from, to }: { readonly actor: string; readonly from: Date; readonly to: Date },
): Promise<{ readonly actor: string; readonly patients: readonly Touched[] }> {
  const actor = await accountOf(ctx, who)
  const { rows } = await sql<Touched>`
    select patient, min(at) as first, max(at) as last,
      (count(*) filter (where action in ('view', 'read', 'search', 'history')))::integer as seen,
      (count(*) filter (where action in ('create', 'update', 'delete', 'sign')))::integer as written,
      (count(*) filter (where action in ('print', 'export')))::integer as taken
    from (
      select e.patient, e.action, e.at from audit_event e
      where e.facility = ${ctx.facility} and e.actor = ${actor} and e.at >= ${from} and e.at < ${to}
        and e.patient is not null and e.outcome = 'success'
      union all
      select w.patient, t.action, t.at from event_pack p
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb)
        as t(actor text, action text, outcome text, patient text, patients text[], at timestamptz)
      cross join lateral unnest(coalesce(t.patients, array[t.patient])) as w(patient)
      where p.facility = ${ctx.facility} and p.keys @> ${[`actor:${actor}`]}::text[] and p.at >= ${from}
        and t.actor = ${actor} and t.at >= ${from} and t.at < ${to} and w.patient is not null
        and t.outcome = 'success') told
    group by patient order by min(at), patient`.execute(ctx.db)
  return { actor, patients: rows }
}

/** How many events of an account or about a patient the journal has between two instants. */
export async function countEvents(
  ctx: Context,
  of: { readonly actor?: string; readonly patient?: string; readonly from: Date; readonly to: Date },
): Promise<number> {
  const actor = of.actor === undefined ? null : await accountOf(ctx, of.actor)
  const patient = of.patient ?? null
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from audit_event e where e.facility = ${ctx.facility} and e.at >= ${of.from}
        and e.at < ${of.to} and (${actor}::text is null or e.actor = ${actor})
        and (${patient}::text is null or e.patient = ${patient}))::integer
      + (select count(*) from event_pack p
        cross join lateral string_to_table(p.told, E'\n') as x(line)
        cross join lateral jsonb_to_record(x.line::jsonb) as t(actor text, patient text, patients text[], at timestamptz)
        where p.facility = ${ctx.facility} and p.at >= ${of.from} and t.at >= ${of.from} and t.at < ${of.to}
          and (${actor}::text is null or t.actor = ${actor})
          and (${patient}::text is null or t.patient = ${patient} or ${patient} = any(t.patients)))::integer as count`.execute(
    ctx.db,
  )
  return rows[0]?.count ?? 0
}
