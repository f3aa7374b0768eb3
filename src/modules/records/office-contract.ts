import Type, { type Static } from 'typebox'

const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const reason = Type.String({ minLength: 10, maxLength: 500 })

export const ActPath = Type.Object({ id: Uuid })
export const Reason = Type.Object({ reason })
export const Decide = Type.Object({
  decision: Type.Union([Type.Literal('granted'), Type.Literal('refused')]),
  note: Type.String({ maxLength: 500 }),
})
export const PlaceHold = Type.Object({
  reason,
  basis: Type.String({ minLength: 3, maxLength: 200, description: 'Number and issuer of the document' }),
})
export const SetPlace = Type.Object({
  medium: Type.Union([Type.Literal('electronic'), Type.Literal('paper'), Type.Literal('hybrid')]),
  location: Type.Optional(Type.String({ maxLength: 60 })),
})
export type SetPlace = Static<typeof SetPlace>

export const AddSupplement = Type.Object({
  title: Type.String({ minLength: 3, maxLength: 120 }),
  text: Type.String({ minLength: 3, maxLength: 20_000 }),
  reason,
})
export type AddSupplement = Static<typeof AddSupplement>

export const RaiseRetention = Type.Object({
  class: Type.String({ minLength: 1, maxLength: 40 }),
  reason,
})
export type RaiseRetention = Static<typeof RaiseRetention>

export interface ReopeningView {
  readonly id: string
  readonly encounterId: string
  readonly number: string
  readonly patientName: string
  readonly state: string
  readonly reason: string
  readonly askedBy: string
  readonly askedAt: string
  /** The reader asked: another person decides. */
  readonly own: boolean
}

export interface HoldView {
  readonly id: string
  readonly reason: string
  readonly basis: string
  readonly placedBy: string
  readonly placedAt: string
  readonly liftReason: string | undefined
  readonly liftAskedBy: string | undefined
  readonly liftAskedByMe: boolean
  readonly liftedBy: string | undefined
  readonly liftedAt: string | undefined
}

export interface PlaceView {
  readonly medium: 'electronic' | 'paper' | 'hybrid'
  readonly location: string | undefined
  readonly by: string
  readonly at: string
}

/** What the record office keeps beside a record. */
export interface OfficeView {
  readonly holds: readonly HoldView[]
  readonly places: readonly PlaceView[]
  /** A request to open the record again that waits for a decision. */
  readonly reopening: ReopeningView | undefined
}
