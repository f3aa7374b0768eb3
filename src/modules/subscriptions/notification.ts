import { canonicalJson, parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { readVersion } from '#store/read.ts'
import { countOf, type EventRow } from './events.ts'
import type { Content, Subscriber } from './subscriber.ts'

export type NotificationType = 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event'

/** Address of the FHIR interface in notifications; without a public address, references are relative. */
export const baseOf = (ctx: Context): string =>
  ctx.config.publicUrl ? `${ctx.config.publicUrl.replace(/\/$/, '')}/fhir/R4/` : ''

const statusProfile =
  'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-status-r4'

/** The status of a subscription as Parameters: R5's SubscriptionStatus in R4. */
export async function statusOf(
  ctx: Context,
  subscriber: Subscriber,
  type: NotificationType,
  events: readonly EventRow[] = [],
  content: Content = subscriber.content,
) {
  return {
    resourceType: 'Parameters' as const,
    id: ctx.newId(),
    meta: { profile: [statusProfile] },
    parameter: [
      { name: 'subscription', valueReference: { reference: `${baseOf(ctx)}Subscription/${subscriber.id}` } },
      ...(subscriber.topicUrl === undefined ? [] : [{ name: 'topic', valueCanonical: subscriber.topicUrl }]),
      { name: 'status', valueCode: subscriber.status ?? 'active' },
      { name: 'type', valueCode: type },
      { name: 'events-since-subscription-start', valueString: String(await countOf(ctx, subscriber.id)) },
      ...events.map((event) => ({
        name: 'notification-event',
        part: [
          { name: 'event-number', valueString: event.number },
          { name: 'timestamp', valueInstant: event.at.toISOString() },
          ...(content === 'empty'
            ? []
            : [{ name: 'focus', valueReference: { reference: `${baseOf(ctx)}${event.type}/${event.id}` } }]),
        ],
      })),
    ],
  }
}

/**
 * A notification: a history bundle whose first entry is the status.
 * @see https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html
 */
export async function notificationOf(
  ctx: Context,
  subscriber: Subscriber,
  type: NotificationType,
  events: readonly EventRow[] = [],
  content: Content = subscriber.content,
): Promise<string> {
  const status = await statusOf(ctx, subscriber, type, events, content)
  const entries: unknown[] = [
    {
      fullUrl: `urn:uuid:${status.id}`,
      resource: status,
      request: { method: 'GET', url: `Subscription/${subscriber.id}/$status` },
      response: { status: '200' },
    },
  ]
  if (content !== 'empty') for (const event of events) entries.push(await entryOf(ctx, event, content))
  return canonicalJson({
    resourceType: 'Bundle',
    id: ctx.newId(),
    type: 'history',
    timestamp: ctx.now().toISOString(),
    entry: entries,
  })
}

async function entryOf(ctx: Context, event: EventRow, content: Content) {
  const method = event.deleted ? 'DELETE' : event.version === 1 ? 'POST' : 'PUT'
  const full = content === 'full-resource' && !event.deleted
  return {
    fullUrl: `${baseOf(ctx)}${event.type}/${event.id}`,
    ...(full
      ? { resource: parseJsonBytes((await readVersion(ctx, event.type, event.id, event.version)).content) }
      : {}),
    request: { method, url: method === 'POST' ? event.type : `${event.type}/${event.id}` },
    response: { status: method === 'POST' ? '201' : method === 'PUT' ? '200' : '204' },
  }
}
