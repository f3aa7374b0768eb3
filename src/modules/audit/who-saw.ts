import type { Practitioner } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { type KnownAccount, knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { PeriodQuery, Seer, WhoSaw } from './contract.ts'
import { byId, periodOf } from './list-audit.ts'
import { listedBy } from './listed-by.ts'
import { findPatient, patientIds } from './patient-ids.ts'

export interface Row {
  readonly actor: string
  readonly action: string
  readonly outcome: string
  readonly times: number
  readonly listed: boolean
  readonly first: Date
  readonly last: Date
}

/**
 * Everybody who touched a patient's data, the latest first, with what they did and how often. Asking is itself an event.
 * @see CV 365/TTYQG-GPQLCL III.1.1 đ
 */
export async function whoSaw(ctx: Context, patientId: string, query: PeriodQuery): Promise<WhoSaw> {
  const patient = await findPatient(ctx, patientId)
  const id = patient?.id ?? patientId
  const people = await seersOf(ctx, id, query)
  await writeAudit(ctx, { action: 'view', outcome: 'success', patientId: id, detail: { kind: 'audit' } })
  return {
    people,
    patientName: patient?.name?.[0]?.text ?? '',
    mrn: patient?.identifier?.find(({ system }) => system === sid.mrn)?.value ?? '',
  }
}

/** The same, without noting it: for the patient's own page, which is noted as such. */
export async function seersOf(ctx: Context, patientId: string, query: PeriodQuery): Promise<readonly Seer[]> {
  const ids = await patientIds(ctx, patientId)
  const { from = new Date(0), to = new Date('9999-01-01T00:00:00Z') } = periodOf(query)
  const { rows } = await sql<Row>`
    select actor, action, outcome, false as listed, count(*)::integer as times, min(at) as first, max(at) as last from (
      select e.actor, e.action, e.outcome, e.at from audit_event e
      where e.facility = ${ctx.facility} and e.patient = any(${ids}::text[]) and e.at >= ${from} and e.at < ${to}
      union all
      select t.actor, t.action, t.outcome, t.at from event_pack p
      cross join lateral string_to_table(p.told, E'\n') as x(line)
      cross join lateral jsonb_to_record(x.line::jsonb)
        as t(actor text, action text, outcome text, patient text, at timestamptz)
      where p.facility = ${ctx.facility} and p.keys && ${ids.map((id) => `patient:${id}`)}::text[]
        and p.at >= ${from} and p.at < ${to} and t.patient = any(${ids}::text[])) told
    group by actor, action, outcome order by max(at) desc`.execute(ctx.db)
  const listed = await listedBy(ctx, ids, { from, to })
  return seers(
    ctx,
    [...rows, ...listed].toSorted((a, b) => b.last.getTime() - a.last.getTime()),
  )
}

async function seers(ctx: Context, rows: readonly Row[]): Promise<readonly Seer[]> {
  const actors = [...new Set(rows.map(({ actor }) => actor))]
  const names = await namesOf(ctx, actors)
  return actors.map((actor) => {
    const mine = rows.filter((row) => row.actor === actor)
    return {
      ...(names.get(actor) ?? strangerOf(actor)),
      actor,
      acts: mine.map(({ action, outcome, times, listed }) => ({
        action,
        outcome,
        times,
        ...(listed ? { listed } : {}),
      })),
      first: new Date(Math.min(...mine.map(({ first }) => first.getTime()))).toISOString(),
      last: new Date(Math.max(...mine.map(({ last }) => last.getTime()))).toISOString(),
    }
  })
}

interface Named {
  readonly userName: string
  readonly name: string
  readonly roles: readonly string[]
}

/** Names of accounts by their ids; the name of a person in charge is that of their record as staff. */
export async function namesOf(ctx: Context, actors: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const accounts = await knownAccounts(ctx, { ids: actors })
  const practitioners = await byId<Practitioner>(
    ctx,
    'Practitioner',
    accounts.map(({ practitionerId }) => practitionerId),
  )
  const named = ({ userName, name, roles, practitionerId }: KnownAccount): Named => ({
    ...{ userName, roles },
    name: practitioners.get(practitionerId ?? '')?.name?.[0]?.text ?? name,
  })
  return new Map(accounts.map((account) => [account.id, named(account)]))
}

/** The program itself, another program, or a name that was never an account. */
export function strangerOf(actor: string): Named {
  const userName = actor.startsWith('client/') ? actor.slice('client/'.length) : actor
  return { userName, name: userName, roles: [] }
}
