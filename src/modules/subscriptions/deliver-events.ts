import type { Subscription } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { listOf } from '#platform/outbound/listed.ts'
import { sendOut } from '#platform/outbound/send.ts'
import { commit } from '#store/commit.ts'
import { readResource, readVersion } from '#store/read.ts'
import { tellable, writerGone } from './as-subscriber.ts'
import { checkEndpoint } from './check-subscription.ts'
import { type EventRow, markDelivered, markFailed, waitingEvents } from './events.ts'
import { notificationOf } from './notification.ts'
import type { Subscriber } from './subscriber.ts'

/** Events of one subscription in one turn, so that a slow receiver does not hold up the others. */
const mostPerTurn = 200

export interface Delivered {
  readonly delivered: number
  readonly failed: number
}

/** Sends what waits for a rest-hook, in order; the first failure ends the turn of this subscription. */
export async function deliverEvents(ctx: Context, subscriber: Subscriber): Promise<Delivered> {
  let delivered = 0
  while (delivered < mostPerTurn) {
    const sent = await deliverSome(ctx, subscriber)
    if (!sent || sent.failed > 0) return { delivered, failed: sent?.failed ?? 0 }
    delivered += sent.delivered
  }
  return { delivered, failed: 0 }
}

/** One notification; undefined when nothing is to be told. */
async function deliverSome(ctx: Context, subscriber: Subscriber): Promise<Delivered | undefined> {
  const most = subscriber.topicUrl === undefined ? 1 : subscriber.mostPerNotification
  const waiting = await waitingEvents(ctx, subscriber.id, most)
  if (waiting.length === 0) return undefined
  const events = await tellable(ctx, subscriber.id, waiting)
  if (!events) {
    await turnOff(ctx, subscriber, writerGone)
    return undefined
  }
  if (events.length === 0) return { delivered: 0, failed: 0 }
  try {
    await sendEvents(ctx, subscriber, events)
  } catch (error) {
    const reason = error instanceof Error ? `${error.message}${causeOf(error)}` : 'unknown'
    if (await markFailed(ctx, events, reason)) await turnOff(ctx, subscriber, reason)
    return { delivered: 0, failed: events.length }
  }
  await markDelivered(
    ctx,
    subscriber.id,
    events.map((event) => event.number),
  )
  return { delivered: events.length, failed: 0 }
}

const causeOf = (error: Error) => (error.cause instanceof Error ? `: ${error.cause.message}` : '')

/** Plain R4: an empty POST, or the resource by PUT below the address. Topic-based: a notification bundle. */
async function sendEvents(ctx: Context, subscriber: Subscriber, events: readonly EventRow[]): Promise<void> {
  const [event] = events
  if (!event) return
  if (subscriber.topicUrl !== undefined)
    return post(
      ctx,
      subscriber,
      'POST',
      subscriber.endpoint,
      await notificationOf(ctx, subscriber, 'event-notification', events),
    )
  if (subscriber.payload === undefined) return post(ctx, subscriber, 'POST', subscriber.endpoint, undefined)
  const { content } = await readVersion(ctx, event.type, event.id, event.version)
  const address = `${subscriber.endpoint.replace(/\/$/, '')}/${event.type}/${event.id}`
  return post(ctx, subscriber, 'PUT', address, content.toString('utf8'))
}

async function post(
  ctx: Context,
  subscriber: Subscriber,
  method: 'POST' | 'PUT',
  address: string,
  body: string | undefined,
): Promise<void> {
  checkEndpoint(ctx, subscriber)
  const { subscriptionEndpoints, outboundPrivate } = ctx.config
  const answer = await sendOut({
    url: address,
    allowed: { listed: listOf(subscriptionEndpoints), inside: outboundPrivate },
    method,
    headers: headersOf(subscriber, body),
    ...(body === undefined ? {} : { body }),
    timeoutMs: subscriber.timeoutSeconds * 1000,
  })
  if (!answer.ok) throw new Error(`the receiver answered ${answer.status}`)
}

function headersOf({ headers }: Subscriber, body: string | undefined): Record<string, readonly string[]> {
  const all: Record<string, string[]> = body === undefined ? {} : { 'content-type': ['application/fhir+json'] }
  for (const line of headers) {
    const at = line.indexOf(':')
    const name = line.slice(0, at).toLowerCase()
    all[name] = [...(all[name] ?? []), line.slice(at + 1).trim()]
  }
  return all
}

/** Makes a requested subscription active; a topic-based one only after the receiver took the handshake. */
export async function activate(ctx: Context, subscriber: Subscriber): Promise<void> {
  try {
    if (subscriber.topicUrl !== undefined && subscriber.channel === 'rest-hook')
      await post(ctx, subscriber, 'POST', subscriber.endpoint, await notificationOf(ctx, subscriber, 'handshake'))
    await setStatus(ctx, subscriber.id, 'active')
  } catch (error) {
    const reason = error instanceof Error ? `${error.message}${causeOf(error)}` : 'unknown'
    await setStatus(ctx, subscriber.id, 'error', `handshake: ${reason}`)
  }
}

export async function sendHeartbeat(ctx: Context, subscriber: Subscriber): Promise<void> {
  await post(ctx, subscriber, 'POST', subscriber.endpoint, await notificationOf(ctx, subscriber, 'heartbeat'))
}

/** After the last try, and when its end has come. The administrator sees it and can start it again. */
export async function turnOff(ctx: Context, subscriber: Subscriber, reason: string | undefined): Promise<void> {
  await setStatus(ctx, subscriber.id, reason === undefined ? 'off' : 'error', reason)
}

/** What an error stopped is asked for anew, with its handshake; what somebody turned off stays off. */
export async function startAgain(ctx: Context, id: string): Promise<void> {
  const { status } = await readResource<Subscription>(ctx, 'Subscription', id)
  if (status === 'error') await setStatus(ctx, id, 'requested')
}

async function setStatus(
  ctx: Context,
  id: string,
  status: 'requested' | 'active' | 'error' | 'off',
  error?: string,
): Promise<void> {
  const now = await readResource<Subscription>(ctx, 'Subscription', id)
  const { error: _, ...rest } = now
  const resource = {
    ...rest,
    status,
    ...(error === undefined ? {} : { error: error.slice(0, 500) }),
  } as Subscription
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(now.meta?.versionId) }], {
    purpose: 'subscription',
  })
}
