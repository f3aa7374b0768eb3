import Type, { type Static } from 'typebox'
import { verbalWays } from '#fhir/order-marks.ts'
import { DrugLineForm } from '#modules/drug-orders/index.ts'
import { orderKinds, serviceKinds } from './domain/kinds.ts'
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

export const StayParams = Type.Object({ encounterId: Id })

/** Anything but a drug, as it is ordered on the pad. */
export const ServiceLineForm = Type.Object({
  kind: oneOf(serviceKinds),
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  code: Type.String({ minLength: 1, maxLength: 60 }),
  urgent: Type.Optional(Type.Boolean()),
  /** For who performs it. */
  note: Type.Optional(Type.String({ maxLength: 500 })),
  /** What is looked for. */
  clinicalInfo: Type.Optional(Type.String({ maxLength: 500 })),
  quantity: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 100 })),
  /** Repeated until stopped. */
  everyHours: Type.Optional(Type.Number({ minimum: 0.5, maximum: 168 })),
  start: Type.Optional(Type.String({ maxLength: 40 })),
})
export type ServiceLineForm = Static<typeof ServiceLineForm>

export const DrugOrderForm = Type.Object({ ...DrugLineForm.properties, kind: Type.Literal('drug') })
export type DrugOrderForm = Static<typeof DrugOrderForm>

export const OrderLineForm = Type.Union([ServiceLineForm, DrugOrderForm])
export type OrderLineForm = Static<typeof OrderLineForm>

const Lines = Type.Array(OrderLineForm, { minItems: 1, maxItems: 60 })
const Overrides = Type.Array(
  Type.Object({ key: Type.String({ maxLength: 300 }), reason: Type.String({ minLength: 3, maxLength: 300 }) }),
  { maxItems: 100 },
)

export const PlaceBody = Type.Object({
  lines: Lines,
  /** Given by word: who said it, and that it was read back. */
  verbal: Type.Optional(Type.Object({ way: oneOf(verbalWays), saidBy: Id, readBack: Type.Literal(true) })),
  overrides: Type.Optional(Overrides),
  /** The consultation whose conclusion these follow: its order. */
  basedOn: Type.Optional(Id),
  /** An order that these take the place of: it is stopped in the same act. */
  replaces: Type.Optional(
    Type.Object({
      type: oneOf(['ServiceRequest', 'MedicationRequest']),
      id: Id,
      reason: Type.String({ minLength: 3, maxLength: 300 }),
    }),
  ),
})
export type PlaceBody = Static<typeof PlaceBody>

/** What is on the pad before it is placed. */
export const PadCheckBody = Type.Object({
  lines: Type.Array(OrderLineForm, { maxItems: 60 }),
  /** The order that will be stopped for these. */
  replaces: Type.Optional(Id),
})

export const PerformBody = Type.Object({
  at: Type.Optional(Type.String({ maxLength: 40 })),
  quantity: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1000 })),
  payer: Type.Optional(Type.String({ pattern: '^[a-z-]{2,20}$' })),
  note: Type.Optional(Type.String({ maxLength: 1000 })),
  result: Type.Optional(Type.String({ maxLength: 4000 })),
})
export type PerformBody = Static<typeof PerformBody>
export const AnswerBody = Type.Object({ result: Type.String({ minLength: 2, maxLength: 4000 }) })

export const requestTypes = ['ServiceRequest', 'MedicationRequest'] as const
export const ChangeParams = Type.Object({ encounterId: Id, type: oneOf(requestTypes), id: Id })
export const ChangeBody = Type.Object({
  /** `keep`: it goes on though the patient has left. */
  to: oneOf(['hold', 'resume', 'stop', 'keep']),
  reason: Type.String({ minLength: 3, maxLength: 300 }),
})
export type ChangeBody = Static<typeof ChangeBody>

export const stayOrderStates = ['active', 'held', 'stopped', 'done', 'cancelled'] as const

const Mark = Type.Object({
  state: Type.String(),
  at: Type.String(),
  who: Type.String(),
  reason: Type.Optional(Type.String()),
})

export const StayOrder = Type.Object({
  type: oneOf(requestTypes),
  id: Type.String(),
  kind: oneOf(orderKinds),
  code: Type.String(),
  name: Type.String(),
  /** Dose and rhythm of a drug, rhythm of nursing. */
  detail: Type.String(),
  state: oneOf(stayOrderStates),
  urgent: Type.Boolean(),
  orderedAt: Type.String(),
  requester: Type.String(),
  requisition: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  ownMedicine: Type.Boolean(),
  collectedAt: Type.Optional(Type.String()),
  performedAt: Type.Optional(Type.String()),
  resultedAt: Type.Optional(Type.String()),
  seenAt: Type.Optional(Type.String()),
  result: Type.Optional(Type.String()),
  due: Type.Optional(Type.Object({ step: Type.String(), at: Type.String(), late: Type.Boolean() })),
  verbal: Type.Optional(
    Type.Object({
      way: oneOf(verbalWays),
      saidBy: Type.String(),
      heardBy: Type.String(),
      cosignUntil: Type.String(),
      cosignedAt: Type.Optional(Type.String()),
      late: Type.Boolean(),
    }),
  ),
  events: Type.Array(Mark),
})
export type StayOrder = Static<typeof StayOrder>

export const StayOrdersView = Type.Object({ editable: Type.Boolean(), orders: Type.Array(StayOrder) })
export type StayOrdersView = Static<typeof StayOrdersView>

export const ActView = Type.Object({
  requisition: Type.String(),
  /** Ids of the placed requests, in the order of the lines. */
  placed: Type.Array(Type.Object({ type: oneOf(requestTypes), id: Type.String() })),
})
export type ActView = Static<typeof ActView>

const Base = { id: Type.String(), kind: Type.String(), name: Type.String(), patientName: Type.String() }

export const TypeAndId = Type.Object({ type: oneOf(requestTypes), id: Id })
export const DepartmentQuery = Type.Object({ department: Type.Optional(Id) })
export const ToCosignView = Type.Object({
  orders: Type.Array(
    Type.Object({
      ...Base,
      type: oneOf(requestTypes),
      encounterId: Type.String(),
      saidBy: Type.String(),
      orderedAt: Type.String(),
      until: Type.String(),
      late: Type.Boolean(),
      mine: Type.Boolean(),
    }),
  ),
})
export type ToCosignView = Static<typeof ToCosignView>

export const OverdueQuery = Type.Object({
  view: oneOf(['mine', 'ward', 'performing']),
  department: Type.Optional(Id),
  /** What is not late yet, too: the work list of who performs. */
  all: Type.Optional(Type.Boolean()),
})
export type OverdueQuery = Static<typeof OverdueQuery>

export const OverdueView = Type.Object({
  orders: Type.Array(
    Type.Object({
      ...Base,
      urgent: Type.Boolean(),
      patientId: Type.String(),
      encounterId: Type.String(),
      department: Type.String(),
      performer: Type.String(),
      requester: Type.String(),
      orderedAt: Type.String(),
      step: oneOf(['collect', 'perform', 'result', 'see']),
      dueAt: Type.String(),
      late: Type.Boolean(),
      performed: Type.Boolean(),
    }),
  ),
  total: Type.Integer(),
})
export type OverdueView = Static<typeof OverdueView>
