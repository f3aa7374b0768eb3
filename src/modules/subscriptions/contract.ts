import Type, { type Static } from 'typebox'

const textOrNull = Type.Union([Type.String(), Type.Null()])

export const SubscriptionParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9\\-.]{1,64}$' }) })
export const EventsQuery = Type.Object({
  from: Type.Optional(
    Type.Integer({ minimum: 1, description: 'From this number on; without it the newest first' }),
  ),
  before: Type.Optional(Type.Integer({ minimum: 1, description: 'Only numbers below this one' })),
  state: Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('delivered'), Type.Literal('given-up')])),
})
export type EventsQuery = Static<typeof EventsQuery>
export const Retried = Type.Object({ events: Type.Integer() })
export type Retried = Static<typeof Retried>

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
export type SubscriptionList = Static<typeof SubscriptionList>

export const SubscriptionEvent = Type.Object({
  number: Type.Integer(),
  resource: Type.String(),
  at: Type.String(),
  state: Type.String(),
  attempts: Type.Integer(),
  nextAt: textOrNull,
  deliveredAt: textOrNull,
  error: textOrNull,
})
export type SubscriptionEvent = Static<typeof SubscriptionEvent>

export const EventsAnswer = Type.Object({
  events: Type.Array(SubscriptionEvent),
  /** `before` of the next page, when there is more. */
  next: Type.Optional(Type.Integer()),
})
export type EventsAnswer = Static<typeof EventsAnswer>
