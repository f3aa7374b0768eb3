import type { Resource, Subscription } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { evaluatePath } from '#fhir/fhirpath/index.ts'
import { parseJsonBytes } from '#fhir/json.ts'
import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { structures, typeNumber } from '#store/definitions.ts'
import { readVersion } from '#store/read.ts'
import { search, searchResources } from '#store/search.ts'
import { asSubscriber, readableBy, writerGone } from './as-subscriber.ts'
import { turnOff } from './deliver-events.ts'
import { queryOf, type Subscriber, subscriberOf } from './subscriber.ts'
import { criteriaOf, type Topic } from './topics.ts'

interface Changed {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly deleted: boolean
}

const perSearch = 200
const mostSubscriptions = 1000

/** Subscriptions that want to be told, also those that an error holds up: what they miss waits for them. */
export async function listSubscribers(ctx: Context): Promise<readonly Subscriber[]> {
  const found = await searchResources<Subscription>(ctx, 'Subscription', {
    status: 'requested,active,error',
    _count: String(mostSubscriptions),
  })
  return found.map(subscriberOf).filter((one) => one.status !== 'error' || !one.end || one.end >= ctx.now())
}

/**
 * Turns the changes since the last turn into events of the subscriptions that they concern. Events and the place in the
 * outbox are stored in one transaction, so that none is left out or told twice as two events.
 */
export function collectEvents(given: Context, subscribers: readonly Subscriber[]): Promise<number> {
  return inTransaction(given, async (ctx) => {
    const changes = await takeChanges(ctx, new Set(subscribers.map((one) => one.type)))
    let count = 0
    for (const subscriber of subscribers) {
      const own = changes.filter((change) => change.type === subscriber.type)
      if (own.length > 0) count += await addEvents(ctx, subscriber, await asked(ctx, subscriber, own))
    }
    return count
  })
}

/** A question that cannot be asked any more stops its own subscription, in sight, and no other. */
async function asked(
  ctx: Context,
  subscriber: Subscriber,
  changes: readonly Changed[],
): Promise<readonly Changed[]> {
  const reader = await asSubscriber(ctx, subscriber.id)
  if (!reader) {
    if (subscriber.status !== 'error') await turnOff(ctx, subscriber, writerGone)
    return []
  }
  try {
    return await concerning(ctx, reader, subscriber, await readableBy(reader, changes))
  } catch (error) {
    if (!(error instanceof AppError) || error.category === 'fault' || error.category === 'unavailable') throw error
    if (subscriber.status !== 'error') await turnOff(ctx, subscriber, error.message)
    return []
  }
}

interface State {
  readonly horizon: string
  readonly floor: string
  readonly pending_xmax: string
  readonly pending_floor: string
}

/**
 * Changes whose transactions are settled, the last version of each resource. Reading starts at the floor: the value of
 * the sequence at a moment before which every transaction above the horizon had not begun.
 */
async function takeChanges(ctx: Context, types: ReadonlySet<string>): Promise<readonly Changed[]> {
  const now = await sql<{ xmin: string; xmax: string; top: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax,
      coalesce((select max(seq) from outbox where facility = ${ctx.facility}), 0)::text as top`.execute(ctx.db)
  const { xmin = '0', xmax = '0', top = '0' } = now.rows[0] ?? {}
  const state = await lockState(ctx, xmin, top)
  const { rows } = await sql<{ type: number; id: string; version: number }>`
    select distinct on (type, id) type, id, version from outbox
    where facility = ${ctx.facility} and seq > ${state.floor}::bigint and xid >= ${state.horizon}::xid8 and xid < ${xmin}::xid8
      and type = any(${[...types].map(typeNumber)}::smallint[])
    order by type, id, version desc`.execute(ctx.db)
  const passed = BigInt(xmin) >= BigInt(state.pending_xmax)
  await sql`
    update subscription_state set horizon = ${xmin}::xid8,
      floor = ${passed ? state.pending_floor : state.floor}::bigint,
      pending_xmax = ${passed ? xmax : state.pending_xmax}::xid8,
      pending_floor = ${passed ? top : state.pending_floor}::bigint
    where facility = ${ctx.facility}`.execute(ctx.db)
  const versions = await sql<{ type: number; id: string; version: number; kind: string }>`
    select v.type, v.id, v.version, v.kind from json_to_recordset(${JSON.stringify(rows)}::json) as x(type smallint, id text, version integer)
    join resource_version v on v.facility = ${ctx.facility} and v.type = x.type and v.id = x.id and v.version = x.version`.execute(
    ctx.db,
  )
  return versions.rows.map((row) => ({
    type: structures.resourceTypeName(row.type),
    id: row.id,
    version: row.version,
    deleted: row.kind === 'd',
  }))
}

/** A new installation begins with its first subscription: what came between that and this first turn is told too. */
async function lockState(ctx: Context, xmin: string, top: string): Promise<State> {
  await sql`
    insert into subscription_state (facility, horizon, floor, pending_xmax, pending_floor)
    select ${ctx.facility}, least(${xmin}::xid8, coalesce(min(o.xid), ${xmin}::xid8)), 0, ${xmin}::xid8, ${top}::bigint
    from outbox o where o.facility = ${ctx.facility} and o.type = ${typeNumber('Subscription')} on conflict do nothing`.execute(
    ctx.db,
  )
  const { rows } = await sql<State>`
    select horizon::text, floor::text, pending_xmax::text, pending_floor::text from subscription_state
    where facility = ${ctx.facility} for update`.execute(ctx.db)
  return rows[0] ?? { horizon: xmin, floor: '0', pending_xmax: xmin, pending_floor: top }
}

async function concerning(
  ctx: Context,
  reader: Context,
  subscriber: Subscriber,
  changes: readonly Changed[],
): Promise<readonly Changed[]> {
  const { topic } = subscriber
  const deleted = topic?.interactions.includes('delete') ? changes.filter((one) => one.deleted) : []
  const living = changes.filter((one) => !one.deleted)
  const fired: Changed[] = []
  for (const change of living) if (!topic || (await fires(ctx, topic, change))) fired.push(change)
  return [...(await filtered(reader, subscriber, fired)), ...(subscriber.filters.length === 0 ? deleted : [])]
}

/** R5 SubscriptionTopic.resourceTrigger: the interaction, and FHIRPath over the version before and this one. */
async function fires(ctx: Context, topic: Topic, change: Changed): Promise<boolean> {
  const interaction = change.version === 1 ? 'create' : 'update'
  if (!topic.interactions.includes(interaction)) return false
  const criteria = criteriaOf(topic)
  if (!criteria) return true
  const current = await contentOf(ctx, change, change.version)
  const previous = change.version === 1 ? [] : await contentOf(ctx, change, change.version - 1)
  return evaluatePath(criteria, current, { current, previous })[0] === true
}

async function contentOf(ctx: Context, { type, id }: Changed, version: number): Promise<Resource | readonly []> {
  const stored = await readVersion(ctx, type, id, version)
  return stored.deleted ? [] : (parseJsonBytes(stored.content) as Resource)
}

/** Those that any of the searches finds now. */
async function filtered(
  ctx: Context,
  { type, filters }: Subscriber,
  changes: readonly Changed[],
): Promise<readonly Changed[]> {
  if (filters.length === 0 || changes.length === 0) return changes
  const met = new Set<string>()
  for (const filter of filters)
    for (let at = 0; at < changes.length; at += perSearch) {
      const ids = changes.slice(at, at + perSearch).map((change) => change.id)
      const page = await search(ctx, type, `${queryOf(filter)}&_id=${ids.join(',')}&_count=${perSearch}`)
      for (const match of page.matches) met.add(match.id)
    }
  return changes.filter((change) => met.has(change.id))
}

async function addEvents(ctx: Context, { id }: Subscriber, changes: readonly Changed[]): Promise<number> {
  if (changes.length === 0) return 0
  await sql`
    insert into subscription_event (facility, subscription_id, number, type, id, version, deleted, at, next_at)
    select ${ctx.facility}, ${id}, x.n + coalesce((
        select max(number) from subscription_event where facility = ${ctx.facility} and subscription_id = ${id}), 0),
      x.type, x.id, x.version, x.deleted, ${ctx.now()}, ${ctx.now()}
    from json_to_recordset(${JSON.stringify(changes.map((one, at) => ({ ...one, n: at + 1 })))}::json)
      as x(n bigint, type text, id text, version integer, deleted boolean)`.execute(ctx.db)
  return changes.length
}
