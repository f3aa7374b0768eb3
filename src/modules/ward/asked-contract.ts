import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Optional = Type.Optional

export const VisitParams = Type.Object({ encounterId: Id })
export const AskedParams = Type.Object({ id: Id })

/** The conclusion of a visit: the patient is to be admitted. */
export const AskBody = Type.Object({
  departmentId: Id,
  reason: Type.String({ maxLength: 300 }),
  urgent: Optional(Type.Boolean()),
})
export type AskBody = Static<typeof AskBody>

export const TakeBody = Type.Object({
  bedId: Optional(Id),
  anySex: Optional(Type.Boolean()),
  fromHold: Optional(Type.Boolean()),
})
export type TakeBody = Static<typeof TakeBody>

/** A patient whom a visit sends to a ward and who is not in the hospital yet. */
export const Asked = Type.Object({
  id: Type.String(),
  visitId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  sex: Type.String(),
  ageText: Optional(Type.String()),
  from: Type.String(),
  emergency: Type.Boolean(),
  reason: Type.String(),
  diagnosis: Optional(Type.String()),
  urgent: Type.Boolean(),
  askedAt: Type.String(),
  askedBy: Type.String(),
})
export type Asked = Static<typeof Asked>

/** Where the admission of a visit stands. */
export const Admission = Type.Object({
  /** Departments with a ward, and their free beds. */
  departments: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), free: Type.Integer() })),
  last: Optional(
    Type.Object({
      id: Type.String(),
      state: Type.Enum(['asked', 'admitted', 'refused', 'withdrawn']),
      department: Type.String(),
      askedAt: Type.String(),
      urgent: Type.Boolean(),
      /** Why it was refused or withdrawn, and by whom. */
      why: Optional(Type.String()),
      by: Optional(Type.String()),
      stayId: Optional(Type.String()),
    }),
  ),
})
export type Admission = Static<typeof Admission>
