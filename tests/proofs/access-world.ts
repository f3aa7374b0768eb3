import type { Consent, Encounter, Patient, Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { cs, ext, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { actor } from '../support/database.ts'

/** A small hospital in which every test of the rules is true of something and false of something else. */
export interface AccessWorld {
  readonly ctx: Context
  /** Ids by type. */
  readonly all: Readonly<Record<string, readonly string[]>>
}

const day = 86_400_000
const ago = (ctx: Context, days: number) => new Date(ctx.now().getTime() - days * day).toISOString()
const types = [
  'Patient',
  'Encounter',
  'Observation',
  'Condition',
  'AllergyIntolerance',
  'Task',
  'Consent',
] as const

const patients: readonly (Patient & { readonly id: string })[] = Array.from({ length: 4 }, (_, at) => ({
  resourceType: 'Patient',
  id: `p${at}`,
  name: [{ family: at % 2 === 0 ? 'Đặng' : 'Lê', text: 'Người bệnh' }],
  birthDate: `19${60 + at}-01-01`,
  ...(at === 1 ? { meta: { security: [{ code: 'VIP' }] } } : {}),
}))

const states = ['open', 'finished', 'completed', 'archived'] as const

function encounter(ctx: Context, at: number, state: string): Encounter & { readonly id: string } {
  const ended = at % 3 === 0
  return {
    resourceType: 'Encounter',
    id: `e${at}`,
    status: ended ? 'finished' : 'in-progress',
    class: { system: cs.actClass, code: at % 2 === 0 ? 'IMP' : 'AMB' },
    identifier: [{ system: sid.record, value: `26/00000${at}` }],
    subject: { reference: `Patient/p${at % 4}` },
    period: { start: ago(ctx, 40), ...(ended ? { end: ago(ctx, 3.5) } : {}) },
    serviceProvider: { reference: at < 4 ? 'Organization/dept-noi' : 'Organization/dept-ngoai' },
    ...(at % 4 === 1 ? { participant: [{ individual: { reference: 'Practitioner/practitioner-a' } }] } : {}),
    ...(at === 2 ? { meta: { security: [{ code: 'PSY' }] } } : {}),
    extension: [{ url: ext.recordState, valueCode: state }],
  }
}

function members(ctx: Context, at: number): Resource[] {
  const subject = { reference: `Patient/p${at % 4}` }
  const visit = { reference: `Encounter/e${at}` }
  const observation = (n: number): Resource => ({
    resourceType: 'Observation',
    id: `o${at}-${n}`,
    status: n === 0 ? 'preliminary' : 'final',
    code: { coding: [{ system: 'urn:c', code: `k${n}` }] },
    subject,
    encounter: visit,
    effectiveDateTime: ago(ctx, at + n),
    ...(n === 1
      ? {
          contained: [{ resourceType: 'Specimen', id: 's', type: { coding: [{ code: `t${at % 2}` }] } }],
          specimen: { reference: '#s' },
        }
      : {}),
    ...((at + n) % 4 === 0 ? { meta: { security: [{ code: 'HIV' }] } } : {}),
  })
  return [
    ...[0, 1, 2].map(observation),
    {
      resourceType: 'Condition',
      id: `c${at}`,
      code: { coding: [{ system: 'urn:c', code: `k${at % 3}` }] },
      subject,
      encounter: visit,
    },
    {
      resourceType: 'Task',
      id: `t${at}`,
      status: at % 3 === 0 ? 'cancelled' : 'requested',
      intent: 'order',
      for: subject,
      encounter: visit,
      owner: { reference: at % 2 === 0 ? 'Practitioner/practitioner-b' : 'Organization/dept-ngoai' },
    },
  ]
}

function loose(ctx: Context): Resource[] {
  const consent = (id: string, patient: string, type: 'deny' | 'permit', actor?: string): Consent & Resource => ({
    resourceType: 'Consent',
    id,
    status: 'active',
    scope: { coding: [{ code: 'patient-privacy' }] },
    category: [{ coding: [{ code: 'INFA' }] }],
    policyRule: { coding: [{ code: 'OPTIN' }] },
    patient: { reference: `Patient/${patient}` },
    provision: {
      type,
      ...(actor ? { actor: [{ role: { coding: [{ code: 'PRCP' }] }, reference: { reference: actor } }] } : {}),
    },
  })
  return [
    consent('s0', 'p0', 'deny', 'Practitioner/practitioner-a'),
    consent('s1', 'p2', 'deny'),
    consent('s2', 'p3', 'permit', 'Organization/dept-noi'),
    ...patients.flatMap(({ id }): Resource[] => [
      {
        resourceType: 'AllergyIntolerance',
        id: `a-${id}`,
        clinicalStatus: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
          ],
        },
        patient: { reference: `Patient/${id}` },
      },
      {
        resourceType: 'Observation',
        id: `o-${id}`,
        status: 'final',
        code: { coding: [{ system: 'urn:c', code: 'k1' }] },
        subject: { reference: `Patient/${id}` },
        effectiveDateTime: ago(ctx, 100),
      },
    ]),
  ]
}

export async function makeWorld(ctx: Context): Promise<AccessWorld> {
  const before: Resource[] = [
    ...['noi', 'ngoai'].map(
      (code): Resource => ({
        resourceType: 'Organization',
        id: `dept-${code}`,
        name: code,
        identifier: [{ system: cs.department, value: code.toUpperCase() }],
      }),
    ),
    ...['a', 'b'].map((id): Resource => ({ resourceType: 'Practitioner', id: `practitioner-${id}` })),
    ...patients,
  ]
  const visits = Array.from({ length: 8 }, (_, at) => at)
  await write(ctx, before)
  await write(
    ctx,
    visits.map((at) => encounter(ctx, at, 'open')),
  )
  await write(ctx, [...visits.flatMap((at) => members(ctx, at)), ...loose(ctx)])
  await write(
    ctx,
    visits.map((at) => encounter(ctx, at, states[(at >> 1) % 4] ?? 'open')),
  )
  await giveOwn(ctx)
  await giveRows(ctx)
  const all: Record<string, readonly string[]> = {}
  for (const type of types)
    all[type] = (
      await sql<{ id: string }>`
        select r.id from resource r join resource_type t on t.id = r.type where t.name = ${type} order by r.id`.execute(
        ctx.db,
      )
    ).rows.map(({ id }) => id)
  return { ctx, all }
}

const write = (ctx: Context, resources: readonly Resource[]) =>
  commit(
    ctx,
    resources.map((resource) => ({ kind: 'update', resource })),
    { authority: { permission: 'records.reopen', reason: 'made for a proof of the rules of access' } },
  )

/** Ties that one of the actors has made for himself, and one that another has worked on since. */
async function giveOwn(ctx: Context): Promise<void> {
  const own = { ...ctx, actor: actor({ id: 'acc-a' }) }
  const task = (id: string, at: number): Resource => ({
    resourceType: 'Task',
    id,
    status: 'requested',
    intent: 'order',
    for: { reference: `Patient/p${at % 4}` },
    encounter: { reference: `Encounter/e${at}` },
    owner: { reference: 'Practitioner/practitioner-a' },
  })
  await write(own, [task('t-own', 3), task('t-taken-over', 5)])
  await write(ctx, [{ ...task('t-taken-over', 5), language: 'vi' } as Resource])
}

/** What stands in rows: openings, requests, places, transfers, who knows whom. */
async function giveRows(ctx: Context): Promise<void> {
  const { facility } = ctx
  const [since, until] = [new Date(ctx.now().getTime() - 10 * day), new Date(ctx.now().getTime() + 10 * day)]
  const opening = (kind: string, patient: string, account: string | null, department: string | null) =>
    sql`
    insert into access_opening (facility, id, kind, patient_id, account, department, reason, purpose, opened_by, since, until)
    values (${facility}, ${ctx.newId()}, ${kind}, ${patient}, ${account}, ${department}, 'proof', 'TREAT', 'x', ${since}, ${until})`.execute(
      ctx.db,
    )
  await opening('glass', 'p3', 'acc-a', null)
  await opening('grant', 'p0', null, 'dept-ngoai')
  await sql`insert into audit_relation (facility, account, patient, kind) values
    (${facility}, 'acc-a', 'p2', 'own'), (${facility}, 'acc-b', 'p1', 'household')`.execute(ctx.db)
  await requestRow(ctx, { account: 'acc-b', record: 'e1', patient: 'p1' })
  await sql`insert into stay_transfer (facility, encounter_id, patient_id, from_department, to_department, reason, asked_at, asked_by, arrived_at)
    values (${facility}, 'e4', 'p0', 'dept-ngoai', 'dept-noi', 'x', ${since}, 'x', ${since})`.execute(ctx.db)
  await sql`insert into stay_place (facility, encounter_id, n, patient_id, location_id, department, during)
    values (${facility}, 'e6', 1, 'p2', 'x', 'dept-noi', tstzrange(${since}, ${new Date(ctx.now().getTime() - 5.5 * day)}))`.execute(
    ctx.db,
  )
}

export async function requestRow(
  ctx: Context,
  { account, record, patient }: { readonly account: string; readonly record: string; readonly patient: string },
): Promise<void> {
  const id = ctx.newId()
  await sql`insert into record_request (facility, id, number, encounter_id, patient_id, kind, asker, identity, purpose, want,
      account_id, taken_name, taken_at, decision, decided_name, decided_at, valid_until)
    values (${ctx.facility}, ${id}, ${id}, ${record}, ${patient}, 'learner', 'x', 'x', 'x', 'read', ${account}, 'x',
      ${ctx.now()}, 'granted', 'x', ${ctx.now()}, ${new Date(ctx.now().getTime() + 10 * day)})`.execute(ctx.db)
}
