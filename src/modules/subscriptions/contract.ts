import Type, { type Static } from 'typebox'

const textOrNull = Type.Union([Type.String(), Type.Null()])

export const SubscriptionParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9\\-.]{1,64}$' }) })
export const EventsQuery = Type.Object({ from: Type.Optional(Type.Integer({ minimum: 1 })) })
export const Retried = Type.Object({ events: Type.Integer() })

export const SubscriptionRow = Type.Object({
  id: Type.String(),
  status: Type.String(),
  reason: Type.String(),
  criteria: Type.String(),
  channel: Type.String(),
  endpoint: Type.String(),
  waiting: Type.Integer(),
  delivered: Type.Integer(),
  givenUp: Type.Integer(),
  oldestWaiting: textOrNull,
  error: textOrNull,
})
export type SubscriptionRow = Static<typeof SubscriptionRow>
export const SubscriptionList = Type.Object({ subscriptions: Type.Array(SubscriptionRow) })

export const EventsAnswer = Type.Object({
  events: Type.Array(
    Type.Object({
      number: Type.Integer(),
      resource: Type.String(),
      at: Type.String(),
      state: Type.String(),
      attempts: Type.Integer(),
      nextAt: textOrNull,
      deliveredAt: textOrNull,
      error: textOrNull,
    }),
  ),
})
