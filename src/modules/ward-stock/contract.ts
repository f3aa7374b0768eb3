import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const DrugCode = Type.String({ minLength: 1, maxLength: 60, pattern: '^[^:]+$' })
const Lot = Type.String({ minLength: 1, maxLength: 40, pattern: '^[^:]+$' })
/** A number as written, with up to four digits behind the point. */
const Amount = Type.String({ pattern: '^\\d{1,9}([.,]\\d{1,4})?$' })
const Reason = Type.String({ minLength: 3, maxLength: 300 })

export const PlaceQuery = Type.Object({ place: Id })

/** Who the second person is, by one of: name and password, name and signing PIN, badge and signing PIN, passkey. */
export const AskSecondPerson = Type.Object({
  userName: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  password: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  pin: Type.Optional(Type.String({ minLength: 4, maxLength: 32 })),
  badge: Type.Optional(Type.String({ minLength: 4, maxLength: 200 })),
  passkey: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  about: Type.String({ pattern: '^(Encounter|Organization)/[A-Za-z0-9.-]{1,64}$' }),
})
export type AskSecondPerson = Static<typeof AskSecondPerson>
export const SecondPersonView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  expiresAt: Type.String(),
})
export type SecondPersonView = Static<typeof SecondPersonView>

export const ReceiveBody = Type.Object({
  place: Id,
  drugCode: DrugCode,
  lot: Lot,
  expiresOn: Type.Optional(Day),
  quantity: Amount,
  /** GTIN or another code printed on the pack, so that it is known at the bedside. */
  barcode: Type.Optional(Type.String({ minLength: 4, maxLength: 60 })),
  secondPersonId: Type.Optional(Uuid),
})
export type ReceiveBody = Static<typeof ReceiveBody>

const OfLot = {
  place: Id,
  drugCode: DrugCode,
  lot: Type.String({ maxLength: 40 }),
  secondPersonId: Type.Optional(Uuid),
}
export const GiveBackBody = Type.Object({ ...OfLot, quantity: Amount, reason: Reason })
export type GiveBackBody = Static<typeof GiveBackBody>
export const CountBody = Type.Object({ ...OfLot, counted: Amount, reason: Type.Optional(Reason) })
export type CountBody = Static<typeof CountBody>

export const StockLotView = Type.Object({
  lot: Type.String(),
  expiresOn: Type.Optional(Type.String()),
  quantity: Type.String(),
  state: Type.Enum(['good', 'soon', 'expired', 'debt', 'used']),
})
export const StockRow = Type.Object({
  drugCode: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  kind: Type.Enum(['N', 'H', 'C']),
  quantity: Type.String(),
  lots: Type.Array(StockLotView),
})
export type StockRow = Static<typeof StockRow>
export const StockView = Type.Object({ place: Type.String(), rows: Type.Array(StockRow) })
export type StockView = Static<typeof StockView>

export const BookQuery = Type.Object({
  place: Id,
  drug: DrugCode,
  from: Type.Optional(Day),
  to: Type.Optional(Day),
})
export type BookQuery = Static<typeof BookQuery>
export const BookLine = Type.Object({
  number: Type.Integer(),
  at: Type.String(),
  kind: Type.String(),
  quantity: Type.String(),
  balance: Type.String(),
  lot: Type.String(),
  by: Type.String(),
  witness: Type.Optional(Type.String()),
  patient: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
})
export type BookLine = Static<typeof BookLine>
export const BookView = Type.Object({
  drugCode: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  kind: Type.Enum(['N', 'H', 'C']),
  before: Type.String(),
  lines: Type.Array(BookLine),
})
export type BookView = Static<typeof BookView>

export const RequisitionLine = Type.Object({ drugCode: DrugCode, quantity: Amount })
export const AskBody = Type.Object({
  id: Uuid,
  place: Id,
  forDay: Day,
  lines: Type.Array(RequisitionLine, { minItems: 1, maxItems: 200 }),
})
export type AskBody = Static<typeof AskBody>
export const SupplyLine = Type.Object({
  drugCode: DrugCode,
  quantity: Amount,
  lot: Lot,
  expiresOn: Type.Optional(Day),
})
export const SupplyBody = Type.Object({ lines: Type.Array(SupplyLine, { minItems: 1, maxItems: 200 }) })
export type SupplyBody = Static<typeof SupplyBody>
export const TakeInBody = Type.Object({ secondPersonId: Type.Optional(Uuid) })
export const RequisitionPath = Type.Object({ id: Uuid })

export const RequisitionView = Type.Object({
  id: Type.String(),
  place: Type.String(),
  forDay: Type.String(),
  controlled: Type.Boolean(),
  status: Type.Enum(['asked', 'supplied', 'received', 'cancelled']),
  askedAt: Type.String(),
  askedBy: Type.String(),
  suppliedBy: Type.Optional(Type.String()),
  receivedBy: Type.Optional(Type.String()),
  lines: Type.Array(
    Type.Object({
      drugCode: Type.String(),
      name: Type.String(),
      unit: Type.String(),
      asked: Type.String(),
      supplied: Type.Array(
        Type.Object({ lot: Type.String(), expiresOn: Type.Optional(Type.String()), quantity: Type.String() }),
      ),
    }),
  ),
})
export type RequisitionView = Static<typeof RequisitionView>
export const RequisitionList = Type.Object({ requisitions: Type.Array(RequisitionView) })
export type RequisitionList = Static<typeof RequisitionList>

export const LabelQuery = Type.Object({
  place: Id,
  drug: DrugCode,
  lot: Lot,
  count: Type.Optional(Type.Integer()),
})
