import type { Consent } from '@medplum/fhirtypes'
import { type RawBuilder, sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { knownAccounts, ownAmong } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { searchResources } from '#store/search.ts'
import { isRefusal } from './domain/loosens.ts'
import { profileOf } from './profile.ts'
import type { RefusalEndView, RefusalView } from './refusal-contract.ts'

export interface RefusalEndRow {
  readonly id: string
  readonly consent: string
  readonly consent_version: number
  readonly reason: string
  readonly document: string | null
  readonly asked_by: string
  readonly asked_at: Date
  readonly decision: 'ended' | 'kept' | null
  readonly note: string | null
  readonly decided_by: string | null
}

/** Acts by which refusals were asked to end, the latest first. */
export async function findRefusalEnds(
  ctx: Context,
  where: RawBuilder<unknown>,
): Promise<readonly RefusalEndRow[]> {
  const { rows } = await sql<RefusalEndRow>`
    select id::text, consent, consent_version, reason, document, asked_by, asked_at, decision, note, decided_by
    from access_refusal_end where facility = ${ctx.facility} and ${where} order by asked_at desc, id limit 200`.execute(
    ctx.db,
  )
  return rows
}

/** What a patient refused, and what became of it: for who notes refusals, and for who asks to end one by a document. */
export async function refusalsOf(ctx: Context, patientId: string): Promise<readonly RefusalView[]> {
  if (!can(ctx.actor, 'access.protect') && !can(ctx.actor, 'access.represent'))
    throw commonErrors.forbidden({ permission: 'access.protect' })
  return listRefusals(ctx, { patient: patientId })
}

/** Refusals of the patient who is logged in, and of those whom the account represents. */
export async function ownRefusals(ctx: Context): Promise<readonly RefusalView[]> {
  const { patients } = await profileOf(ctx)
  return patients.length === 0 ? [] : listRefusals(ctx, { patient: patients.join(',') })
}

/** Refusals that somebody asked to end and nobody has decided about. */
export async function waitingRefusals(ctx: Context): Promise<readonly RefusalView[]> {
  const ends = await findRefusalEnds(ctx, sql`decision is null`)
  if (ends.length === 0) return []
  return listRefusals(ctx, { _id: [...new Set(ends.map(({ consent }) => consent))].join(',') })
}

async function listRefusals(
  ctx: Context,
  query: Readonly<Record<string, string>>,
): Promise<readonly RefusalView[]> {
  const consents = (await searchResources<Consent>(ctx, 'Consent', { ...query, _count: '200' })).filter(
    ({ provision }) => provision?.type === 'deny',
  )
  const ids = consents.map(({ id }) => id ?? '')
  const ends = ids.length === 0 ? [] : await findRefusalEnds(ctx, sql`consent = any(${ids}::text[])`)
  const people = await knownAccounts(ctx, {
    ids: ends.flatMap(({ asked_by, decided_by }) => [asked_by, ...(decided_by === null ? [] : [decided_by])]),
  })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const own = await ownAmong(
    ctx,
    ends.map(({ asked_by }) => asked_by),
  )
  const view = (row: RefusalEndRow): RefusalEndView => ({
    id: row.id,
    reason: row.reason,
    document: row.document ?? undefined,
    askedBy: names.get(row.asked_by) ?? row.asked_by,
    mine: own.has(row.asked_by),
    askedAt: row.asked_at.toISOString(),
    decision: row.decision ?? undefined,
    note: row.note ?? undefined,
    decidedBy: row.decided_by === null ? undefined : (names.get(row.decided_by) ?? row.decided_by),
  })
  return consents.map((consent) => ({
    id: consent.id ?? '',
    patientId: consent.patient?.reference?.split('/')[1] ?? '',
    patientName: consent.patient?.display,
    since: consent.dateTime?.slice(0, 10),
    until: consent.provision?.period?.end?.slice(0, 10),
    against: consent.provision?.actor?.map(({ reference }) => reference?.display ?? reference?.reference ?? ''),
    holds:
      isRefusal(consent) && (consent.provision?.period?.end?.slice(0, 10) ?? '9999') >= dayInVietnam(ctx.now()),
    document: consent.sourceAttachment?.title,
    ends: ends.filter((row) => row.consent === consent.id).map(view),
  }))
}
