import type { Subscription } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import type { Guard } from '#platform/guard.ts'
import { isListed, listOf } from '#platform/outbound/listed.ts'
import { structures } from '#store/definitions.ts'
import { search } from '#store/search.ts'
import { subscriptionErrors } from './errors.ts'
import { retryEvents } from './events.ts'
import { queryOf, type Subscriber, subscriberOf } from './subscriber.ts'

const channels = new Set(['rest-hook', 'websocket'])
const header = /^([A-Za-z][A-Za-z0-9-]{0,60}): ?([\x20-\x7e]{0,4000})$/
const keptHeaders = new Set(['host', 'content-length', 'content-type', 'transfer-encoding', 'connection'])

/** A subscription that could never deliver is refused when it is written, with the reason. */
export const subscriptionGuard: Guard = {
  name: 'subscriptions.check',
  types: ['Subscription'],
  async check(ctx, change) {
    const { before, after } = change
    if (after?.resourceType !== 'Subscription' || ['off', 'error'].includes(after.status ?? '')) return
    await checkSubscription(ctx, after as Subscription)
    // Set going again after an error: nothing is given up before the receiver has had another chance.
    if ((before as Subscription | undefined)?.status === 'error') await retryEvents(ctx, change.id)
  },
}

async function checkSubscription(ctx: Context, subscription: Subscription): Promise<void> {
  const subscriber = subscriberOf(subscription)
  if (!channels.has(subscriber.channel)) throw subscriptionErrors.channel({ type: subscriber.channel })
  if (subscriber.end && subscriber.end < ctx.now()) throw subscriptionErrors.ended()
  if (subscriber.payload !== undefined && !/^application\/(fhir\+)?json$/.test(subscriber.payload))
    throw subscriptionErrors.payload({ payload: subscriber.payload.slice(0, 60) })
  if (subscriber.channel === 'rest-hook') checkEndpoint(ctx, subscriber)
  for (const one of subscriber.headers) {
    const name = header.exec(one)?.[1]?.toLowerCase()
    if (name === undefined || keptHeaders.has(name))
      throw subscriptionErrors.header({ header: one.split(':')[0]?.slice(0, 60) ?? '' })
  }
  await checkCriteria(ctx, subscription, subscriber)
}

/** Only addresses that the administrator allows are called: a client's could lead into the hospital's own network. */
export function checkEndpoint(ctx: Context, { endpoint }: Pick<Subscriber, 'endpoint'>): void {
  const url = URL.parse(endpoint)
  if (!url || !isListed(url, listOf(ctx.config.subscriptionEndpoints)))
    throw subscriptionErrors.endpoint({ endpoint: endpoint.slice(0, 200) })
}

async function checkCriteria(ctx: Context, subscription: Subscription, subscriber: Subscriber): Promise<void> {
  const criteria = subscription.criteria.slice(0, 200)
  if (subscriber.topicUrl !== undefined && !subscriber.topic)
    throw subscriptionErrors.criteria({ criteria, reason: 'there is no such topic' })
  if (!structures.isResource(subscriber.type))
    throw subscriptionErrors.criteria({ criteria, reason: `${subscriber.type} is no resource type` })
  for (const filter of subscriber.filters) {
    const query = queryOf(filter)
    for (const name of new URLSearchParams(query).keys())
      if (subscriber.topic && !subscriber.topic.filterBy.includes(name.split(/[:.]/)[0] ?? ''))
        throw subscriptionErrors.filter({ filter: name.slice(0, 60) })
    try {
      await search(ctx, subscriber.type, `${query}&_id=none&_count=1`)
    } catch (cause) {
      throw subscriptionErrors.criteria({ criteria, reason: (cause as Error).message.slice(0, 200) }, cause)
    }
  }
}
