import Type, { type Static } from 'typebox'

/** Anaphylaxis grade, Circular 51/2017/TT-BYT annex I: I mild, II severe, III critical, IV cardiac arrest. */
export const AnaphylaxisGrade = Type.Union([
  Type.Literal('I'),
  Type.Literal('II'),
  Type.Literal('III'),
  Type.Literal('IV'),
])

export const AllergyBody = Type.Object({
  /** `none`: asked, and nothing is known. */
  kind: Type.Union([Type.Literal('allergy'), Type.Literal('none')]),
  substance: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  /** Code of urn:lanong:cs:ingredient, when the substance was chosen from the list. */
  ingredientCode: Type.Optional(Type.String({ maxLength: 40 })),
  reaction: Type.Optional(Type.String({ maxLength: 200 })),
  severity: Type.Optional(Type.Union([Type.Literal('mild'), Type.Literal('moderate'), Type.Literal('severe')])),
  anaphylaxis: Type.Optional(AnaphylaxisGrade),
})
export type AllergyBody = Static<typeof AllergyBody>

export const RefuteBody = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) })

export const Allergy = Type.Object({
  id: Type.String(),
  substance: Type.String(),
  ingredientCode: Type.Optional(Type.String()),
  reaction: Type.Optional(Type.String()),
  severity: Type.Optional(Type.String()),
  anaphylaxis: Type.Optional(AnaphylaxisGrade),
  recordedAt: Type.Optional(Type.String()),
  recordedBy: Type.Optional(Type.String()),
})
export type Allergy = Static<typeof Allergy>

export const AllergyList = Type.Object({
  /** `unknown`: nobody asked yet. Three different facts, never mixed. */
  state: Type.Union([Type.Literal('unknown'), Type.Literal('none'), Type.Literal('present')]),
  /** When it was last asked. */
  askedAt: Type.Optional(Type.String()),
  items: Type.Array(Allergy),
})
export type AllergyList = Static<typeof AllergyList>
