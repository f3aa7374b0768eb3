import Type, { type Static } from 'typebox'
import { orderStates } from './domain/order-state.ts'

const oneOf = <const T extends string>(values: readonly T[]) => Type.Enum([...values])
const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })

export const EncounterParams = Type.Object({ id: Id })
export const OrderParams = Type.Object({ id: Id })

export const priorities = ['routine', 'urgent'] as const

export const OrderBody = Type.Object({
  tests: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { minItems: 1, maxItems: 60 }),
  priority: Type.Optional(oneOf(priorities)),
  /** For the laboratory: fasting, how to collect. */
  note: Type.Optional(Type.String({ maxLength: 500 })),
  /** What is looked for. */
  clinicalInfo: Type.Optional(Type.String({ maxLength: 500 })),
  /** Tests that are ordered again on purpose although they were ordered today. */
  again: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 60 })),
})
export type OrderBody = Static<typeof OrderBody>

export const CancelBody = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) })
export type CancelBody = Static<typeof CancelBody>

export const SeenBody = Type.Object({ results: Type.Array(Id, { minItems: 1, maxItems: 300 }) })
export type SeenBody = Static<typeof SeenBody>

export const ResultView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  name: Type.String(),
  /** The digits as released; absent when there is no number. */
  value: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
  text: Type.Optional(Type.String()),
  range: Type.Optional(Type.String()),
  /** Code of v3-ObservationInterpretation: L, H, LL, HH, A, N. */
  flag: Type.Optional(Type.String()),
  status: Type.String(),
  issuedAt: Type.Optional(Type.String()),
  isNew: Type.Boolean(),
})
export type ResultView = Static<typeof ResultView>

export const OrderView = Type.Object({
  id: Type.String(),
  code: Type.String(),
  name: Type.String(),
  state: oneOf(orderStates),
  urgent: Type.Boolean(),
  requisition: Type.Optional(Type.String()),
  orderedAt: Type.String(),
  requester: Type.Optional(Type.String()),
  collectedAt: Type.Optional(Type.String()),
  releasedAt: Type.Optional(Type.String()),
  price: Type.Optional(Type.Number()),
  note: Type.Optional(Type.String()),
  cancelReason: Type.Optional(Type.String()),
  results: Type.Array(ResultView),
  hasNew: Type.Boolean(),
})
export type OrderView = Static<typeof OrderView>

export const DuplicateView = Type.Object({
  code: Type.String(),
  name: Type.String(),
  standingId: Type.String(),
  standingName: Type.String(),
  orderedAt: Type.String(),
})
export type DuplicateView = Static<typeof DuplicateView>

export const OrdersView = Type.Object({
  editable: Type.Boolean(),
  orders: Type.Array(OrderView),
  /** Results released since this person last looked. */
  newResults: Type.Integer(),
  total: Type.Number(),
})
export type OrdersView = Static<typeof OrdersView>

export const CheckBody = Type.Object({
  tests: Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 60 }),
})
export const CheckView = Type.Object({ duplicates: Type.Array(DuplicateView) })
export type CheckView = Static<typeof CheckView>

export const PlacedView = Type.Object({ requisition: Type.String(), orders: OrdersView })
export type PlacedView = Static<typeof PlacedView>

/** A patient with results that the doctor has not opened. */
export const NewResults = Type.Object({
  patientId: Type.String(),
  encounterId: Type.String(),
  patientName: Type.String(),
  ageText: Type.Optional(Type.String()),
  /** Names of the tests, the abnormal ones first. */
  tests: Type.Array(Type.String()),
  count: Type.Integer(),
  critical: Type.Boolean(),
  releasedAt: Type.String(),
})
export type NewResults = Static<typeof NewResults>
export const NewResultsView = Type.Object({ patients: Type.Array(NewResults) })
export type NewResultsView = Static<typeof NewResultsView>
