import type { Patient, Practitioner } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { AuditPage, AuditQuery, AuditRow, PeriodQuery } from './contract.ts'
import { patientIds } from './patient-ids.ts'
import { type EventFilter, type EventPlace, listEvents } from './repository.ts'

const usualCount = 100
const dayMs = 86_400_000

/** What is stored of an event. */
export interface JournalEvent {
  readonly id: string
  readonly at: string
  readonly facility?: number
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly actorKind?: string
  readonly userName: string
  readonly roles?: readonly string[]
  readonly practitioner?: string
  readonly patient?: string
  /** Of a list of several persons. */
  readonly patients?: readonly string[]
  readonly entities?: readonly string[]
  readonly purpose?: string
  readonly source?: string
  readonly requestId?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/**
 * Who did what with whose data. Asking it is itself an event, so the auditor is audited.
 * @see CV 365/TTYQG-GPQLCL III.1.1 đ: log of every interaction, views too
 */
export async function listAudit(ctx: Context, query: AuditQuery): Promise<AuditPage> {
  const count = query.count ?? usualCount
  const stored = await listEvents(ctx, await filterOf(ctx, query), count + 1)
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: query.patient,
    detail: { kind: 'audit' },
  })
  const page = stored.slice(0, count)
  const events = page.map((one) => JSON.parse(one.content) as JournalEvent)
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
  const accounts = await knownAccounts(ctx, { ids: [...new Set(events.map(({ actor }) => actor))] })
  const names = new Map(accounts.map(({ id, name }) => [id, name]))
  const last = page.at(-1)
  return {
    rows: events.map((event) => {
      const practitioner = practitioners.get(event.practitioner ?? '')?.name?.[0]?.text
      return rowOf(event, practitioner ?? names.get(event.actor), patients.get(event.patient ?? ''))
    }),
    next: stored.length > count && last ? `${last.us}-${last.seq}-${last.n}` : undefined,
  }
}

async function filterOf(ctx: Context, query: AuditQuery): Promise<EventFilter> {
  const { from, to } = periodOf(query)
  return {
    ...(query.patient ? { patients: await patientIds(ctx, query.patient) } : {}),
    ...(query.actor ? { actors: [await accountOf(ctx, query.actor)] } : {}),
    ...(query.action ? { actions: query.action.split(',') } : {}),
    ...(query.outcome ? { outcome: query.outcome } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    before: query.cursor === undefined ? undefined : placeOf(query.cursor),
  }
}

/** Whole days of the house's clock. Throws `common.notADay`. */
export function periodOf(of: { readonly from?: string; readonly to?: string }): { from?: Date; to?: Date } {
  for (const day of [of.from, of.to])
    if (day !== undefined && !isDay(day)) throw commonErrors.notADay({ value: day })
  return {
    ...(of.from === undefined ? {} : { from: midnight(of.from) }),
    ...(of.to === undefined ? {} : { to: new Date(midnight(of.to).getTime() + dayMs) }),
  }
}

/** A period without a beginning has so many days: up to its end, or up to now. */
export function periodOfDays(ctx: Context, query: PeriodQuery, days: number): { from: Date; to: Date } {
  const { from, to = new Date('9999-01-01T00:00:00Z') } = periodOf(query)
  const until = Math.min(to.getTime(), ctx.now().getTime())
  return { from: from ?? new Date(until - days * dayMs), to }
}

const midnight = (day: string) => new Date(`${day}T00:00:00+07:00`)

/** The id behind a user name; what is no user name stands for itself (ids, clients, `system`). */
export async function accountOf(ctx: Context, idOrName: string): Promise<string> {
  const [account] = await knownAccounts(ctx, { userNames: [idOrName.toLowerCase()] })
  return account?.id ?? idOrName
}

/** Reads `next` of a page. */
export function placeOf(cursor: string): EventPlace {
  const [n = '', seq = '', us = ''] = cursor.split('-').reverse()
  return { us: cursor.startsWith('-') ? `-${us}` : us, seq, n: Number(n) }
}

function rowOf(event: JournalEvent, name: string | undefined, patient: Patient | undefined): AuditRow {
  return {
    id: event.id,
    at: event.at,
    action: event.action,
    outcome: event.outcome,
    actor: event.actor,
    userName: event.userName,
    name: name ?? event.userName,
    roles: event.roles ?? [],
    patientId: event.patient,
    patientName: patient?.name?.[0]?.text ?? '',
    mrn: patient?.identifier?.find((one) => one.system === sid.mrn)?.value ?? '',
    patients: event.patients?.length ?? (event.patient === undefined ? 0 : 1),
    entities: event.entities ?? [],
    purpose: event.purpose ?? '',
    source: event.source ?? '',
    detail: Object.fromEntries(Object.entries(event.detail ?? {}).map(([key, value]) => [key, String(value)])),
    requestId: event.requestId ?? '',
  }
}

/** So many resources are asked for at a time. */
const together = 200

/** Resources by their ids; those that are not there are left out. */
export async function byId<T extends Patient | Practitioner>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids)].filter((id) => id !== undefined)
  const found = new Map<string, T>()
  for (let at = 0; at < wanted.length; at += together) {
    const some = wanted.slice(at, at + together)
    const query = { _id: some.join(','), _count: String(together) }
    for (const one of await searchResources<T>(ctx, type, query)) found.set(one.id ?? '', one)
  }
  return found
}
