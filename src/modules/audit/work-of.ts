import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { PeriodQuery, WorkOf } from './contract.ts'
import { accountOf, byId, periodOfDays } from './list-audit.ts'
import { namesOf, strangerOf } from './who-saw.ts'

interface Row {
  readonly patient: string | null
  readonly action: string
  readonly outcome: string
  readonly times: number
  readonly first: Date
  readonly last: Date
}

const usualDays = 30
const mostPatients = 500

/** What a person or program did in a period, by patient and by kind of act; thirty days when nothing is said. */
export async function workOf(ctx: Context, who: string, query: PeriodQuery): Promise<WorkOf> {
  const actor = await accountOf(ctx, who)
  const { from, to } = periodOfDays(ctx, query, usualDays)
  const { rows } = await sql<Row>`
    select patient, action, outcome, count(*)::integer as times, min(at) as first, max(at) as last from (
      select e.patient, e.action, e.outcome, e.at from audit_event e
      where e.facility = ${ctx.facility} and e.actor = ${actor} and e.at >= ${from} and e.at < ${to}
      union all
      select t.patient, t.action, t.outcome, t.at from event_pack p
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb)
        as t(actor text, action text, outcome text, patient text, at timestamptz)
      where p.facility = ${ctx.facility} and p.keys @> ${[`actor:${actor}`]}::text[]
        and p.at >= ${from} and p.at < ${to} and t.actor = ${actor}) told
    group by patient, action, outcome order by max(at) desc`.execute(ctx.db)
  await writeAudit(ctx, { action: 'view', outcome: 'success', detail: { kind: 'audit', of: actor } })
  const named = (await namesOf(ctx, [actor])).get(actor) ?? strangerOf(actor)
  return { ...named, actor, from: from.toISOString(), acts: actsOf(rows), patients: await patientsOf(ctx, rows) }
}

function actsOf(rows: readonly Row[]): WorkOf['acts'] {
  const times = new Map<string, WorkOf['acts'][number]>()
  for (const { action, outcome, times: more } of rows) {
    const key = `${action} ${outcome}`
    times.set(key, { action, outcome, times: (times.get(key)?.times ?? 0) + more })
  }
  return [...times.values()].sort((a, b) => b.times - a.times)
}

async function patientsOf(ctx: Context, rows: readonly Row[]): Promise<WorkOf['patients']> {
  const ids = [...new Set(rows.flatMap(({ patient }) => patient ?? []))].slice(0, mostPatients)
  const patients = await byId<Patient>(ctx, 'Patient', ids)
  return ids.map((id) => {
    const mine = rows.filter((row) => row.patient === id)
    const patient = patients.get(id)
    return {
      id,
      name: patient?.name?.[0]?.text ?? '',
      mrn: patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? '',
      acts: mine.map(({ action, outcome, times }) => ({ action, outcome, times })),
      last: new Date(Math.max(...mine.map(({ last }) => last.getTime()))).toISOString(),
    }
  })
}
