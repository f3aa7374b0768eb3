import Type, { type Static } from 'typebox'

export const PeopleBody = Type.Object(
  { text: Type.String({ maxLength: 1_000_000 }), apply: Type.Boolean() },
  { additionalProperties: false },
)

export const PeopleAnswer = Type.Array(
  Type.Object({
    line: Type.Integer(),
    userName: Type.String(),
    change: Type.String(),
    reason: Type.Optional(Type.String()),
    /** The reason in words. */
    told: Type.Optional(Type.String()),
  }),
)
export type PeopleAnswer = Static<typeof PeopleAnswer>
