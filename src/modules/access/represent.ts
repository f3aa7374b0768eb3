import type { Patient } from '@medplum/fhirtypes'
import { type RawBuilder, sql } from 'kysely'
import { dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { typeNumber } from '#store/definitions.ts'
import { readResource } from '#store/read.ts'
import { actorOfAccount } from './account-actor.ts'
import type { RepresentativeBody, RepresentativeEnd, RepresentativeView } from './contract.ts'
import { representsUntil } from './domain/represents.ts'
import { accessErrors } from './errors.ts'

const startOf = (day: string) => new Date(`${day}T00:00:00+07:00`)

/**
 * Notes that the account of a patient speaks for another patient: a parent for a child, a guardian for a ward. For a
 * child it ends by itself on the eighteenth birthday, whatever end was asked for: what is kept is what was asked, the
 * birthday is looked up when it is used.
 */
export async function noteRepresentative(ctx: Context, body: RepresentativeBody): Promise<void> {
  const actor = await actorOfAccount(ctx, body.userName)
  if (actor?.kind !== 'patient') throw accessErrors.noPatientAccount({ userName: body.userName })
  if (actor.patientId === body.patientId) throw accessErrors.ownRepresentative()
  const { birthDate } = await readResource<Patient>(ctx, 'Patient', body.patientId)
  const since = body.since ?? dayInVietnam(ctx.now())
  const until = endOf(since, body.until, birthDate)
  const [relation, document] = [body.relation.trim(), body.document.trim()]
  await sql`
    insert into access_representative (facility, account, patient_id, relation, document, since, until, noted_by)
    values (${ctx.facility}, ${actor.id}, ${body.patientId}, ${relation}, ${document}, ${startOf(since)},
      ${body.until === undefined ? null : startOf(body.until)}, ${ctx.actor.id})
    on conflict (facility, account, patient_id) do update
      set relation = excluded.relation, document = excluded.document, since = excluded.since, until = excluded.until,
        noted_by = excluded.noted_by, ended_at = null, ended_by = null`.execute(ctx.db)
  await writeAudit(ctx, {
    action: 'access-representative',
    outcome: 'success',
    patientId: body.patientId,
    detail: { account: actor.id, relation, document, since, until: until ?? '' },
  })
}

/** The day from which it no longer holds; undefined for a ward without a set end. */
function endOf(since: string, asked: string | undefined, birthDate: string | undefined) {
  for (const day of [since, asked])
    if (day !== undefined && !isDay(day)) throw commonErrors.notADay({ value: day })
  if (birthDate === undefined && asked === undefined) throw accessErrors.representativeNeedsEnd()
  const until = representsUntil({ since, until: asked, birthDate })
  if (until !== undefined && until <= since) throw accessErrors.representativeEnds({ until })
  return until
}

interface Row {
  readonly account: string
  readonly patient_id: string
  readonly relation: string
  readonly document: string | null
  readonly since: Date
  readonly until: Date | null
  readonly ended_at: Date | null
  readonly noted_by: string
  readonly birth_date: string | null
}

/** Who speaks or spoke for a patient, the latest first. */
export async function listRepresentatives(
  ctx: Context,
  patientId: string,
): Promise<readonly RepresentativeView[]> {
  const rows = await find(ctx, sql`a.patient_id = ${patientId}`)
  const people = await knownAccounts(ctx, { ids: rows.flatMap((row) => [row.account, row.noted_by]) })
  const known = new Map(people.map((one) => [one.id, one]))
  return rows.map((row) => ({
    userName: known.get(row.account)?.userName ?? row.account,
    name: known.get(row.account)?.name ?? row.account,
    relation: row.relation,
    document: row.document ?? undefined,
    since: dayInVietnam(row.since),
    until: untilOf(row),
    notedBy: known.get(row.noted_by)?.name ?? row.noted_by,
    endedAt: row.ended_at?.toISOString(),
    holds: holds(row, ctx.now()),
  }))
}

/** Patients whom an account speaks for now. */
export async function representedBy(ctx: Context, account: string): Promise<readonly string[]> {
  const rows = await find(ctx, sql`a.account = ${account}`)
  return rows.filter((row) => holds(row, ctx.now())).map((row) => row.patient_id)
}

/** Rows with the day of birth that is known today. */
async function find(ctx: Context, where: RawBuilder<unknown>): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select a.account, a.patient_id, a.relation, a.document, a.since, a.until, a.ended_at, a.noted_by,
      convert_from(p.content, 'UTF8')::jsonb ->> 'birthDate' as birth_date
    from access_representative a
    left join resource p on p.facility = a.facility and p.type = ${typeNumber('Patient')} and p.id = a.patient_id
    where a.facility = ${ctx.facility} and ${where} order by a.since desc, a.account`.execute(ctx.db)
  return rows
}

const untilOf = ({ since, until, birth_date }: Row): string | undefined =>
  representsUntil({
    since: dayInVietnam(since),
    until: until === null ? undefined : dayInVietnam(until),
    birthDate: birth_date ?? undefined,
  })

function holds(row: Row, now: Date): boolean {
  const until = untilOf(row)
  return row.since <= now && (until === undefined || startOf(until) > now) && row.ended_at === null
}

/** Ends it before its time. */
export async function endRepresentative(ctx: Context, body: RepresentativeEnd): Promise<void> {
  const actor = await actorOfAccount(ctx, body.userName)
  if (!actor) throw commonErrors.notFound({ type: 'account', id: body.userName })
  const [row] = await find(ctx, sql`a.account = ${actor.id} and a.patient_id = ${body.patientId}`)
  const until = row && untilOf(row)
  if (!row || row.ended_at !== null || (until !== undefined && startOf(until) <= ctx.now()))
    throw accessErrors.openingEnded()
  const { numAffectedRows } = await sql`
    update access_representative set ended_at = ${ctx.now()}, ended_by = ${ctx.actor.id}
    where facility = ${ctx.facility} and account = ${actor.id} and patient_id = ${body.patientId} and ended_at is null`.execute(
    ctx.db,
  )
  if (numAffectedRows !== 1n) throw accessErrors.openingEnded()
  await writeAudit(ctx, {
    action: 'access-representative',
    outcome: 'success',
    patientId: body.patientId,
    detail: { account: actor.id, ended: true, reason: body.reason.trim() },
  })
}
