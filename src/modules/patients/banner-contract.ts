import Type, { type Static } from 'typebox'
import { AllergyList } from './allergy-contract.ts'
import { ResourceId, Sex } from './contract.ts'

export const BannerQuery = Type.Object({ encounter: Type.Optional(ResourceId) })

const text = Type.Optional(Type.String())

/** What stands above every screen where a patient is concerned. */
export const Banner = Type.Object({
  id: Type.String(),
  name: Type.String(),
  sex: Sex,
  birthDate: text,
  deceasedAt: text,
  ageText: text,
  mrn: text,
  /** Personal number, else passport. */
  idNumber: text,
  cccd: text,
  passport: text,
  phone: text,
  /** As printed on the card; the portal was not asked. */
  insurance: Type.Optional(
    Type.Object({
      number: text,
      share: Type.Optional(Type.Integer()),
      to: text,
      valid: Type.Boolean(),
      validity: text,
    }),
  ),
  /** What the banner shows; `allergy` is the same in words. */
  allergies: AllergyList,
  allergy: Type.Object({
    /** `unknown`: nobody asked. Three different facts. */
    state: Type.Union([Type.Literal('unknown'), Type.Literal('none'), Type.Literal('present')]),
    askedAt: text,
    items: Type.Array(Type.Object({ substance: Type.String(), severity: text })),
  }),
  /** The visit asked for, else the running one, else the latest. */
  record: Type.Optional(
    Type.Object({
      id: Type.String(),
      number: Type.String(),
      state: Type.Union([
        Type.Literal('open'),
        Type.Literal('finished'),
        Type.Literal('completed'),
        Type.Literal('submitted'),
        Type.Literal('accepted'),
        Type.Literal('archived'),
      ]),
    }),
  ),
  place: text,
  queueNumber: text,
  startedAt: text,
  weightKg: text,
  news2: Type.Optional(Type.Object({ score: Type.Integer(), at: text, red: Type.Optional(Type.Boolean()) })),
  /** Text of another patient who waits today under a like name. */
  lookAlike: text,
  mergedInto: text,
})
export type Banner = Static<typeof Banner>
