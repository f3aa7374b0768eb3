import Type, { type Static } from 'typebox'

const id = Type.String({ maxLength: 64 })

export const ReviewParams = Type.Object({ review: id })
export const ItemParams = Type.Object({ review: id, account: id })

export const DecideBody = Type.Object(
  {
    decision: Type.Union([Type.Literal('keep'), Type.Literal('change'), Type.Literal('end')]),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { additionalProperties: false },
)
export type DecideBody = Static<typeof DecideBody>

export const ReviewItem = Type.Object({
  account: Type.String(),
  /** Of the person asking: somebody else decides. */
  own: Type.Boolean(),
  userName: Type.String(),
  name: Type.String(),
  roles: Type.Array(Type.String()),
  roleTitles: Type.Array(Type.String()),
  departments: Type.Array(Type.String()),
  lastSeenAt: Type.Optional(Type.String()),
  decision: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  decidedAt: Type.Optional(Type.String()),
})
export type ReviewItem = Static<typeof ReviewItem>

export const Review = Type.Object({
  id: Type.String(),
  startedAt: Type.String(),
  dueAt: Type.String(),
  overdue: Type.Boolean(),
  closedAt: Type.Optional(Type.String()),
  accounts: Type.Integer(),
  decided: Type.Integer(),
  kept: Type.Integer(),
  changed: Type.Integer(),
  ended: Type.Integer(),
  /** SHA-256 of the minutes, which the journal repeats. */
  hash: Type.Optional(Type.String()),
})
export type Review = Static<typeof Review>

export const ReviewList = Type.Object({
  /** When the next one is due; in the past when it is overdue. */
  nextDueAt: Type.String(),
  overdue: Type.Boolean(),
  reviews: Type.Array(Review),
})
export type ReviewList = Static<typeof ReviewList>
