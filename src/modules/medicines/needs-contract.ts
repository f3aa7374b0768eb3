import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

export const NeedsQuery = Type.Object({ department: Id, day: Type.Optional(Day) })
export const NeedsView = Type.Object({
  day: Type.String(),
  lines: Type.Array(
    Type.Object({
      drugCode: Type.String(),
      name: Type.String(),
      unit: Type.String(),
      controlled: Type.Boolean(),
      patients: Type.Integer(),
      doses: Type.Integer(),
      needed: Type.String(),
      held: Type.String(),
      ask: Type.String(),
    }),
  ),
  /** Doses whose strength does not say how many of the stock they take. */
  unclear: Type.Array(Type.Object({ name: Type.String(), doses: Type.Integer() })),
  /** What was meant for patients these two days and not given: it may go back. */
  notUsed: Type.Array(
    Type.Object({ drugCode: Type.String(), name: Type.String(), unit: Type.String(), units: Type.String() }),
  ),
})
export type NeedsView = Static<typeof NeedsView>
