import type { Patient, Practitioner } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { AuditPage, AuditQuery, AuditRow } from './contract.ts'
import { listEvents } from './repository.ts'

const usualCount = 100

interface Event {
  readonly id: string
  readonly at: string
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly userName: string
  readonly roles?: readonly string[]
  readonly practitioner?: string
  readonly patient?: string
  readonly entities?: readonly string[]
  readonly purpose?: string
  readonly requestId?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Who did what with whose data. Asking it is itself an event, so the auditor is audited.
 * @see CV 365/TTYQG-GPQLCL III.1.1 đ: log of every interaction, views too
 */
export async function listAudit(ctx: Context, query: AuditQuery): Promise<AuditPage> {
  for (const day of [query.from, query.to])
    if (day !== undefined && !isDay(day)) throw commonErrors.notADay({ value: day })
  const count = query.count ?? usualCount
  const stored = await listEvents(ctx, query, count + 1)
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: query.patient,
    detail: { kind: 'audit' },
  })
  const page = stored.slice(0, count)
  const events = page.map((one) => JSON.parse(one.content) as Event)
  const practitioners = await byId<Practitioner>(
    ctx,
    'Practitioner',
    events.map((event) => event.practitioner),
  )
  const patients = await byId<Patient>(
    ctx,
    'Patient',
    events.map((event) => event.patient),
  )
  return {
    rows: events.map((event) =>
      rowOf(event, practitioners.get(event.practitioner ?? ''), patients.get(event.patient ?? '')),
    ),
    next: stored.length > count ? page.at(-1)?.place : undefined,
  }
}

function rowOf(event: Event, practitioner: Practitioner | undefined, patient: Patient | undefined): AuditRow {
  return {
    id: event.id,
    at: event.at,
    action: event.action,
    outcome: event.outcome,
    actor: event.actor,
    userName: event.userName,
    name: practitioner?.name?.[0]?.text ?? event.userName,
    roles: event.roles ?? [],
    patientId: event.patient,
    patientName: patient?.name?.[0]?.text ?? '',
    mrn: patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? '',
    entities: event.entities ?? [],
    purpose: event.purpose ?? '',
    detail: Object.fromEntries(Object.entries(event.detail ?? {}).map(([key, value]) => [key, String(value)])),
    requestId: event.requestId ?? '',
  }
}

async function byId<T extends Patient | Practitioner>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids)].filter((id) => id !== undefined)
  if (wanted.length === 0) return new Map()
  const found = await searchResources<T>(ctx, type, { _id: wanted.join(','), _count: '400' })
  return new Map(found.map((one) => [one.id ?? '', one]))
}
