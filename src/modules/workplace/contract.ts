import Type, { type Static } from 'typebox'

export const WorkplaceAnswer = Type.Object({
  facility: Type.String(),
  /** The departments of the person, in their order. */
  departments: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
})
export type WorkplaceAnswer = Static<typeof WorkplaceAnswer>
