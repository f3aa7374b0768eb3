import type { Patient } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { sid } from '#fhir/systems.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import type { Keeping } from '../contract.ts'
import { byId } from '../list-audit.ts'
import { personOf } from './holds.ts'
import { termRows } from './terms.ts'

interface TermInForce {
  readonly kind: string
  readonly from_on: string
  readonly effective_on: string | null
  readonly months: number | null
  readonly with_record: boolean
  readonly source: string
}

interface RemovalRow {
  readonly id: string
  readonly state: 'announced' | 'removing' | 'done'
  readonly announced_at: Date
  readonly from_at: Date
  readonly ended_at: Date | null
  readonly due_events: number
  readonly events: number
}

/** How long the journal is kept, what was removed of it, what will be, and what must stay. */
export async function readKeeping(ctx: Context): Promise<Keeping> {
  const { rows: terms } = await sql<TermInForce>`
    select distinct kind, from_on::text, nullif(effective_on, '-infinity')::text as effective_on, months, with_record, source
    from audit_term order by from_on desc, kind`.execute(ctx.db)
  const { rows: removals } = await sql<RemovalRow>`
    select id, state, announced_at, announced_at + interval '7 days' as from_at, ended_at, due_events::int as due_events,
      events::int as events
    from audit_removal where facility = ${ctx.facility} and announced_at is not null
    order by announced_at desc limit 50`.execute(ctx.db)
  return {
    terms: terms.map((term) => ({
      kind: term.kind,
      title: titleOf(ctx, term),
      from: term.effective_on ?? term.from_on,
      months: term.months ?? undefined,
      withRecord: term.with_record,
      source: term.source,
    })),
    removals: removals.map((one) => ({
      id: one.id,
      state: one.state,
      announcedAt: one.announced_at.toISOString(),
      fromAt: one.from_at.toISOString(),
      endedAt: one.ended_at?.toISOString(),
      due: one.due_events,
      removed: one.events,
    })),
    holds: await listHolds(ctx),
  }
}

function titleOf(ctx: Context, { kind, from_on }: TermInForce): string {
  const row = termRows.find((one) => one.kind === kind && one.from === from_on)
  return row?.title[ctx.language] ?? kind
}

async function listHolds(ctx: Context): Promise<Keeping['holds']> {
  const { rows } = await sql<{
    id: string
    actor: string | null
    patient: string | null
    reason: string
    basis: string
    placed_by: string
    placed_name: string
    placed_at: Date
    lifted_name: string | null
    lifted_at: Date | null
    lift_reason: string | null
  }>`
    select * from audit_hold where facility = ${ctx.facility}
    order by lifted_at is not null, placed_at desc limit 100`.execute(ctx.db)
  const accounts = await knownAccounts(ctx, { ids: rows.flatMap(({ actor }) => actor ?? []) })
  const patients = await byId<Patient>(
    ctx,
    'Patient',
    rows.map(({ patient }) => patient ?? undefined),
  )
  const accountOf = (id: string) => accounts.find((one) => one.id === id) ?? { userName: id, name: id }
  return rows.map((one) => ({
    id: one.id,
    actor: one.actor === null ? undefined : told(accountOf(one.actor)),
    patient: one.patient === null ? undefined : { id: one.patient, ...nameOf(patients.get(one.patient)) },
    mine: one.placed_by === personOf(ctx),
    reason: one.reason,
    basis: one.basis,
    placedBy: one.placed_name,
    placedAt: one.placed_at.toISOString(),
    liftedBy: one.lifted_name ?? undefined,
    liftedAt: one.lifted_at?.toISOString(),
    liftReason: one.lift_reason ?? undefined,
  }))
}

const told = ({ userName, name }: { readonly userName: string; readonly name: string }) => ({ userName, name })

const nameOf = (patient: Patient | undefined) => ({
  name: patient?.name?.[0]?.text ?? '',
  mrn: patient?.identifier?.find(({ system }) => system === sid.mrn)?.value ?? '',
})
