import Type, { type Static } from 'typebox'

const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const text = Type.String({ minLength: 1, maxLength: 300 })

export const StaffParams = Type.Object({ id: Type.String({ maxLength: 64 }) })

const Certificate = Type.Object(
  { name: text, number: Type.Optional(text), from: Type.Optional(day), to: Type.Optional(day) },
  { additionalProperties: false },
)

const Assignment = Type.Object(
  { department: Type.String({ maxLength: 64 }), from: Type.Optional(day), to: Type.Optional(day) },
  { additionalProperties: false },
)

/** What the hospital keeps of a person of the staff; the first certificate is the scope of the licence. */
export const StaffFacts = Type.Object(
  {
    licence: Type.Optional(text),
    certificates: Type.Array(Certificate, { maxItems: 30 }),
    assignments: Type.Array(Assignment, { maxItems: 30 }),
  },
  { additionalProperties: false },
)
export type StaffFacts = Static<typeof StaffFacts>

/** The same with what the departments of the house are called, to choose from. */
export const StaffView = Type.Object({
  ...StaffFacts.properties,
  departments: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
})
export type StaffView = Static<typeof StaffView>

export const EndingCertificate = Type.Object({
  practitioner: Type.String(),
  person: Type.String(),
  name: Type.String(),
  to: Type.String(),
  over: Type.Boolean(),
})
export type EndingCertificate = Static<typeof EndingCertificate>
