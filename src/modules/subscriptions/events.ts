import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

export interface EventRow {
  readonly subscription_id: string
  readonly number: string
  readonly type: string
  readonly id: string
  readonly version: number
  readonly deleted: boolean
  readonly at: Date
  readonly state: 'waiting' | 'delivered' | 'given-up' | 'withheld'
  readonly attempts: number
  readonly next_at: Date
  readonly delivered_at: Date | null
  readonly error: string | null
}

/** The next waiting events of a subscription in their order; none while the first must still wait. */
export async function waitingEvents(
  ctx: Context,
  subscriptionId: string,
  limit: number,
): Promise<readonly EventRow[]> {
  const { rows } = await sql<EventRow>`
    select * from subscription_event
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId} and state = 'waiting'
    order by number limit ${limit}`.execute(ctx.db)
  return rows[0] && rows[0].next_at > ctx.now() ? [] : rows
}

export async function eventsBetween(
  ctx: Context,
  subscriptionId: string,
  from: number,
  to: number,
  limit: number,
): Promise<readonly EventRow[]> {
  const { rows } = await sql<EventRow>`
    select * from subscription_event
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId} and number between ${from} and ${to}
    order by number limit ${limit}`.execute(ctx.db)
  return rows
}

/** For people: the newest first, optionally of one state. */
export async function newestEvents(
  ctx: Context,
  subscriptionId: string,
  { before, state }: { readonly before?: number; readonly state?: EventRow['state'] },
  limit: number,
): Promise<readonly EventRow[]> {
  const { rows } = await sql<EventRow>`
    select * from subscription_event
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId}
      and number < ${before ?? Number.MAX_SAFE_INTEGER} and (${state ?? null}::text is null or state = ${state ?? null})
    order by number desc limit ${limit}`.execute(ctx.db)
  return rows
}

export async function countOf(ctx: Context, subscriptionId: string): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select coalesce(max(number), 0) as count from subscription_event
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId}`.execute(ctx.db)
  return Number(rows[0]?.count ?? 0)
}

export async function markDelivered(
  ctx: Context,
  subscriptionId: string,
  numbers: readonly string[],
): Promise<void> {
  await sql`
    update subscription_event set state = 'delivered', attempts = attempts + 1, delivered_at = ${ctx.now()}, error = null
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId} and number = any(${[...numbers]}::bigint[])`.execute(
    ctx.db,
  )
}

/** What may not be read by whoever asked for it is told to nobody. */
export async function markWithheld(
  ctx: Context,
  subscriptionId: string,
  numbers: readonly string[],
): Promise<void> {
  if (numbers.length === 0) return
  await sql`
    update subscription_event set state = 'withheld', error = null
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId} and number = any(${[...numbers]}::bigint[])`.execute(
    ctx.db,
  )
}

/** Seconds until the next try, by the number of tries; after the last one the event is given up, in sight. */
const pauses = [1, 5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400]

export async function markFailed(ctx: Context, events: readonly EventRow[], error: string): Promise<boolean> {
  const [first] = events
  if (!first) return false
  const pause = pauses[first.attempts]
  const numbers = events.map((event) => event.number)
  const next = new Date(ctx.now().getTime() + (pause ?? 0) * 1000)
  await sql`
    update subscription_event set attempts = attempts + 1, error = ${error.slice(0, 500)}, next_at = ${next},
      state = ${pause === undefined ? 'given-up' : 'waiting'}
    where facility = ${ctx.facility} and subscription_id = ${first.subscription_id}
      and number = any(${numbers}::bigint[])`.execute(ctx.db)
  return pause === undefined
}

/** Tries given-up events again. */
export async function retryEvents(ctx: Context, subscriptionId: string): Promise<number> {
  const { rows } = await sql`
    update subscription_event set state = 'waiting', attempts = 0, next_at = ${ctx.now()}
    where facility = ${ctx.facility} and subscription_id = ${subscriptionId} and state <> 'delivered' returning number`.execute(
    ctx.db,
  )
  return rows.length
}
