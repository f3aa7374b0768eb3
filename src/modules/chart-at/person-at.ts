import { type RawBuilder, sql } from 'kysely'
import { findAccountId, permissionsOf } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'

interface Told {
  readonly at: string
  readonly action: string
  readonly userName: string
  readonly roles?: readonly string[]
  readonly entities?: readonly string[]
}

export interface PersonAt {
  readonly userName: string
  readonly roles: readonly string[]
  readonly mayRead: boolean
  /** `Type/id/_history/version` to when the person first opened it. */
  readonly opened: ReadonlyMap<string, string>
}

const looking: ReadonlySet<string> = new Set(['view', 'read', 'search', 'print', 'export', 'sign'])

/** Which roles a person had at a time and what of a patient the person had opened: from the journal. */
export async function personAt(
  ctx: Context,
  of: { readonly userName: string; readonly patientId: string; readonly at: Date },
): Promise<PersonAt> {
  const rows = await eventsOf(ctx, `patient:${of.patientId}`, of.at, sql`e.patient = ${of.patientId}`, 100_000)
  const actor = (await findAccountId(ctx, of.userName)) ?? ''
  const last = await eventsOf(ctx, `actor:${actor}`, of.at, sql`e.actor = ${actor}`, 1)
  const own = rows.filter((one) => one.userName === of.userName).reverse()
  const newest = last[0] ?? own.at(-1)
  const roles = newest?.roles ?? []
  const permissions = permissionsOf(roles)
  const opened = new Map<string, string>()
  for (const event of own)
    for (const entity of looking.has(event.action) ? (event.entities ?? []) : [])
      if (!opened.has(entity)) opened.set(entity, event.at)
  return {
    userName: of.userName,
    roles,
    mayRead: ['chart.read', 'records.read'].some((one) => permissions.has(one)),
    opened,
  }
}

/** Events of the journal until a time, newest first: alone, or in the packs that hold the key. */
async function eventsOf(
  ctx: Context,
  key: string,
  at: Date,
  whose: RawBuilder<unknown>,
  most: number,
): Promise<readonly Told[]> {
  const { rows } = await sql<{ content: string }>`
    select content from (
      (select e.seq, 0::bigint as n, e.content from audit_event e
        where e.facility = ${ctx.facility} and ${whose} and e.at <= ${at} order by e.seq desc limit ${most})
      union all
      (select p.seq, e.n, e.content from event_pack p cross join lateral (
        select x.n, x.content, t.* from string_to_table(p.told, E'\n') with ordinality as x(content, n),
          jsonb_to_record(x.content::jsonb) as t(at timestamptz, actor text, patient text)) as e(n, content, at, actor, patient)
        where p.facility = ${ctx.facility} and p.keys @> array[${key}] and ${whose} and e.at <= ${at}
        order by p.seq desc, e.n desc limit ${most})) told
    order by seq desc, n desc limit ${most}`.execute(ctx.db)
  return rows.map((row) => JSON.parse(row.content) as Told)
}
