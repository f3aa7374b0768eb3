import type { Subscription } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Api } from '#platform/http/api.ts'
import { searchResources } from '#store/search.ts'
import {
  EventsAnswer,
  EventsQuery,
  Retried,
  type SubscriptionEvent,
  SubscriptionList,
  SubscriptionParams,
} from './contract.ts'
import { startAgain } from './deliver-events.ts'
import { type EventRow, eventsBetween, newestEvents, retryEvents } from './events.ts'
import { subscriberOf } from './subscriber.ts'

const perPage = 200

interface Counts {
  readonly subscription_id: string
  readonly waiting: string
  readonly delivered: string
  readonly given_up: string
  readonly oldest: Date | null
  readonly last_error: string | null
}

/** What the administrator sees of notifications: sent = delivered + waiting + given up, for each subscription. */
export function subscriptionRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/subscriptions',
      permission: 'subscriptions.manage',
      summary: 'Subscriptions with what was delivered, waits and was given up',
      response: SubscriptionList,
    },
    async ({ ctx }) => {
      const { rows } = await sql<Counts>`
        select subscription_id, count(*) filter (where state = 'waiting') as waiting,
          count(*) filter (where state = 'delivered') as delivered, count(*) filter (where state = 'given-up') as given_up,
          min(at) filter (where state = 'waiting') as oldest,
          (array_agg(error order by number desc) filter (where error is not null))[1] as last_error
        from subscription_event where facility = ${ctx.facility} group by subscription_id`.execute(ctx.db)
      const counts = new Map(rows.map((row) => [row.subscription_id, row]))
      const found = await searchResources<Subscription>(ctx, 'Subscription', {})
      return {
        subscriptions: found.map((one) => {
          const subscriber = subscriberOf(one)
          const count = counts.get(subscriber.id)
          return {
            id: subscriber.id,
            status: one.status ?? 'off',
            reason: one.reason ?? '',
            criteria: one.criteria,
            channel: subscriber.channel,
            endpoint: subscriber.endpoint,
            waiting: Number(count?.waiting ?? 0),
            delivered: Number(count?.delivered ?? 0),
            givenUp: Number(count?.given_up ?? 0),
            oldestWaiting: count?.oldest?.toISOString() ?? null,
            error: one.error ?? count?.last_error ?? null,
          }
        }),
      }
    },
  )
  api(
    {
      method: 'GET',
      path: '/subscriptions/:id/events',
      permission: 'subscriptions.manage',
      summary:
        'Events of a subscription, newest first or from a number on, with the tries and the last error of each',
      params: SubscriptionParams,
      query: EventsQuery,
      response: EventsAnswer,
    },
    async ({ ctx, params, query }) => {
      const rows =
        query.from === undefined
          ? await newestEvents(ctx, params.id, query, perPage + 1)
          : await eventsBetween(ctx, params.id, query.from, Number.MAX_SAFE_INTEGER, perPage)
      const events = rows.slice(0, perPage).map(eventOf)
      const last = events.at(-1)
      return { events, ...(rows.length > perPage && last ? { next: last.number } : {}) }
    },
  )
  api(
    {
      method: 'POST',
      path: '/subscriptions/:id/retry',
      permission: 'subscriptions.manage',
      summary:
        'Tries everything that was not delivered again, now; a subscription that an error stopped starts again',
      params: SubscriptionParams,
      response: Retried,
    },
    async ({ ctx, params }) => {
      const events = await retryEvents(ctx, params.id)
      await startAgain(ctx, params.id)
      return { events }
    },
  )
}

function eventOf(row: EventRow): SubscriptionEvent {
  return {
    number: Number(row.number),
    resource: `${row.type}/${row.id}/_history/${row.version}`,
    at: row.at.toISOString(),
    state: row.state,
    attempts: row.attempts,
    nextAt: row.state === 'waiting' ? row.next_at.toISOString() : null,
    deliveredAt: row.delivered_at?.toISOString() ?? null,
    error: row.error,
  }
}
