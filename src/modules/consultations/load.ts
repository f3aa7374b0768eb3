import type { Encounter, Organization, ServiceRequest, Task } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import {
  encounterOf,
  isOver,
  type Meeting,
  type MeetingTask,
  meetingCode,
  meetingKinds,
  stateOf,
} from './domain/meeting.ts'
import { consultationErrors } from './errors.ts'
import { fromOrder } from './make-tasks.ts'

type Order = ServiceRequest & { id: string }

const isConsultation = (order: ServiceRequest): boolean =>
  (order.category ?? []).some(({ coding }) =>
    coding?.some(({ system, code }) => system === cs.orderKind && code === 'consultation'),
  )

async function invitationsOf(ctx: Context, rootIds: readonly string[]): Promise<readonly MeetingTask[]> {
  if (rootIds.length === 0) return []
  return searchResources<MeetingTask>(ctx, 'Task', {
    'part-of': rootIds.map((id) => `Task/${id}`).join(','),
    _count: '1000',
  })
}

/** A meeting by its id; that of a consultation is the id of its order. */
export async function readMeeting(ctx: Context, id: string): Promise<Meeting> {
  const [root, order] = await Promise.all([
    findResource<MeetingTask>(ctx, 'Task', id),
    findResource<Order>(ctx, 'ServiceRequest', id),
  ])
  if (root && meetingKinds.some((kind) => kind === meetingCode(root)))
    return { root, invitations: await invitationsOf(ctx, [id]), stored: true, ...(order ? { order } : {}) }
  if (!order || !isConsultation(order)) throw consultationErrors.notFound({ id })
  return { ...fromOrder(ctx, order, await performersOf(ctx, [order])), order, stored: false }
}

/** Names of the departments that orders of the pad name by their id alone. */
async function performersOf(ctx: Context, orders: readonly Order[]): Promise<ReadonlyMap<string, string>> {
  const ids = orders.flatMap(({ performer = [] }) =>
    performer.flatMap((one) => (one.reference?.startsWith('Organization/') ? [idOf(one)] : [])),
  )
  if (ids.length === 0) return new Map()
  const found = await searchResources<Organization>(ctx, 'Organization', {
    _id: [...new Set(ids)].join(','),
    _count: '500',
  })
  return new Map(found.map((one) => [`Organization/${one.id}`, one.name ?? one.id ?? '']))
}

/** Meetings with their invitations, those of the pad's orders among them. */
async function together(
  ctx: Context,
  roots: readonly MeetingTask[],
  orders: readonly Order[],
): Promise<Meeting[]> {
  const invitations = await invitationsOf(
    ctx,
    roots.map(({ id }) => id),
  )
  const known = new Map(orders.map((one) => [one.id, one]))
  const stored = new Set(roots.map(({ id }) => id))
  const fresh = orders.filter(({ id }) => !stored.has(id))
  const names = await performersOf(ctx, fresh)
  const of = (id: string) => invitations.filter(({ partOf }) => partOf?.[0]?.reference === `Task/${id}`)
  return [
    ...roots.map((root): Meeting => {
      const order = known.get(root.id)
      return { root, invitations: of(root.id), stored: true, ...(order ? { order } : {}) }
    }),
    ...fresh.map((order): Meeting => ({ ...fromOrder(ctx, order, names), order, stored: false })),
  ]
}

const codes = meetingKinds.map((kind) => `${cs.meeting}|${kind}`).join(',')
const consultations = `${cs.orderKind}|consultation`

/** Every meeting of the hospital that is still to be held or written. */
export async function openMeetings(ctx: Context): Promise<readonly Meeting[]> {
  const [roots, orders] = await Promise.all([
    searchResources<MeetingTask>(ctx, 'Task', {
      code: codes,
      status: 'requested,accepted,in-progress',
      _count: '1000',
    }),
    searchResources<Order>(ctx, 'ServiceRequest', { category: consultations, status: 'active', _count: '1000' }),
  ])
  const held = await endedRoots(ctx, orders, roots)
  const open = orders.filter(({ id }) => !held.has(id))
  return (await together(ctx, roots, open)).filter(
    (one) => !isOver({ status: stateOf(one) as Task['status'] & string }),
  )
}

/** Orders whose meeting is over although somebody left the order open. */
async function endedRoots(
  ctx: Context,
  orders: readonly Order[],
  open: readonly MeetingTask[],
): Promise<ReadonlySet<string>> {
  const known = new Set(open.map(({ id }) => id))
  const unknown = orders.filter(({ id }) => !known.has(id))
  if (unknown.length === 0) return new Set()
  const found = await searchResources<MeetingTask>(ctx, 'Task', {
    _id: unknown.map(({ id }) => id).join(','),
    _count: '1000',
  })
  return new Set(found.map(({ id }) => id))
}

/** Every meeting of one stay, the newest first. */
export async function meetingsOfStay(ctx: Context, encounterId: string): Promise<readonly Meeting[]> {
  const encounter = `Encounter/${encounterId}`
  const [roots, orders] = await Promise.all([
    searchResources<MeetingTask>(ctx, 'Task', { code: codes, encounter, _count: '200' }),
    searchResources<Order>(ctx, 'ServiceRequest', { category: consultations, encounter, _count: '200' }),
  ])
  const all = await together(ctx, roots, orders)
  return all.toSorted((a, b) => (b.root.authoredOn ?? '').localeCompare(a.root.authoredOn ?? ''))
}

/** A meeting to write of: one writer after the other, its record not closed, the meeting not over. */
export async function holdMeeting(ctx: Context, id: string): Promise<Meeting> {
  await sql`select pg_advisory_xact_lock(hashtext(${`meeting ${id}`}), ${ctx.facility})`.execute(ctx.db)
  const meeting = await readMeeting(ctx, id)
  refuseLocked(await readResource<Encounter>(ctx, 'Encounter', encounterOf(meeting)))
  const state = stateOf(meeting)
  if (isOver({ status: state as Task['status'] & string })) throw consultationErrors.over({ state })
  return meeting
}

/** The stay that a meeting is asked for. */
export async function readStay(ctx: Context, id: string): Promise<Encounter & { id: string }> {
  const encounter = await findResource<Encounter & { id: string }>(ctx, 'Encounter', id)
  if (encounter?.class?.code !== 'IMP' || !idOf(encounter.subject)) throw consultationErrors.notStay({ id })
  refuseLocked(encounter)
  return encounter
}
