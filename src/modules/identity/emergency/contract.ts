import Type, { type Static } from 'typebox'

export const EmergencyOpening = Type.Object({
  id: Type.String(),
  reason: Type.String(),
  holders: Type.Array(Type.String()),
  openedAt: Type.String(),
  endsAt: Type.String(),
  endedAt: Type.Optional(Type.String()),
  reviewedAt: Type.Optional(Type.String()),
  reviewedBy: Type.Optional(Type.String()),
  review: Type.Optional(Type.String()),
})
export type EmergencyOpening = Static<typeof EmergencyOpening>

export const EmergencyState = Type.Object({
  /** Envelopes of the set in use; none when nobody ever sealed any. */
  envelopes: Type.Array(
    Type.Object({ number: Type.Integer(), holder: Type.String(), openedAt: Type.Optional(Type.String()) }),
  ),
  madeAt: Type.Optional(Type.String()),
  openings: Type.Array(EmergencyOpening),
})
export type EmergencyState = Static<typeof EmergencyState>

export const EmergencyParams = Type.Object({ opening: Type.String({ maxLength: 64 }) })
export const EmergencyReviewBody = Type.Object(
  { review: Type.String({ minLength: 1, maxLength: 2000 }) },
  { additionalProperties: false },
)
