import Type, { type Static } from 'typebox'

/** A birth date as exact as it is known: `1972-09-02`, `1972-09` or `1972`. */
export const BirthDate = Type.String({ pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$' })
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
export const ResourceId = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Line = Type.String({ maxLength: 200 })
export const Sex = Type.Union([
  Type.Literal('male'),
  Type.Literal('female'),
  Type.Literal('other'),
  Type.Literal('unknown'),
])

export const PatientParams = Type.Object({ id: ResourceId })

export const AddressForm = Type.Object({
  /** House, street, hamlet. */
  line: Type.Optional(Line),
  wardCode: Type.Optional(Type.String({ maxLength: 10 })),
  ward: Type.Optional(Line),
  provinceCode: Type.Optional(Type.String({ maxLength: 10 })),
  province: Type.Optional(Line),
})
export type AddressForm = Static<typeof AddressForm>

export const InsuranceForm = Type.Object({
  /** 15 characters, or the ten digits that cards carry since 2021. */
  number: Type.String({ minLength: 10, maxLength: 20 }),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  facility: Type.Optional(Type.String({ maxLength: 5 })),
  fiveYearsFrom: Type.Optional(Day),
})
export type InsuranceForm = Static<typeof InsuranceForm>

/** Why there is no personal number yet. Nobody is turned away for it (Law on Examination and Treatment, art. 72). */
export const NoIdentity = Type.Union([
  Type.Literal('newborn'),
  Type.Literal('unknown'),
  Type.Literal('foreigner'),
  Type.Literal('notBrought'),
])
export type NoIdentity = Static<typeof NoIdentity>

export const PatientForm = Type.Object({
  name: Type.String({ maxLength: 120 }),
  sex: Sex,
  birthDate: Type.Optional(BirthDate),
  cccd: Type.Optional(Type.String({ pattern: '^\\d{12}$' })),
  oldIdCard: Type.Optional(Type.String({ pattern: '^(\\d{9}|\\d{12})$' })),
  passport: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9]{5,15}$' })),
  /** ISO 3166-1 alpha-2; VN when absent. */
  nationality: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$' })),
  noIdentity: Type.Optional(NoIdentity),
  insurance: Type.Optional(InsuranceForm),
  phone: Type.Optional(Type.String({ maxLength: 20 })),
  address: Type.Optional(AddressForm),
  ethnicity: Type.Optional(Type.String({ maxLength: 10 })),
  occupation: Type.Optional(Type.String({ maxLength: 10 })),
  workplace: Type.Optional(Line),
  contact: Type.Optional(
    Type.Object({
      name: Type.String({ maxLength: 120 }),
      relation: Type.Optional(Line),
      phone: Type.Optional(Type.String({ maxLength: 20 })),
    }),
  ),
})
export type PatientForm = Static<typeof PatientForm>

export const RegisterBody = Type.Object({
  patient: PatientForm,
  /** Ids of look-alikes that were shown and judged to be other persons. */
  differsFrom: Type.Optional(Type.Array(ResourceId, { maxItems: 50 })),
})

export const UpdateBody = Type.Object({
  patient: PatientForm,
  /** The version that the screen showed. */
  version: Type.Integer({ minimum: 1 }),
})

export const FoundPatient = Type.Object({
  id: Type.String(),
  mrn: Type.Optional(Type.String()),
  name: Type.String(),
  sex: Sex,
  birthDate: Type.Optional(Type.String()),
  ageText: Type.Optional(Type.String()),
  cccd: Type.Optional(Type.String()),
  bhyt: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  /** Set when the entry was merged into another. */
  mergedInto: Type.Optional(Type.String()),
})
export type FoundPatient = Static<typeof FoundPatient>

export const SearchQuery = Type.Object({ q: Type.String({ maxLength: 200, default: '' }) })
export const SearchAnswer = Type.Object({ patients: Type.Array(FoundPatient), more: Type.Boolean() })
export type SearchAnswer = Static<typeof SearchAnswer>

export const Insurance = Type.Object({
  coverageId: Type.String(),
  number: Type.String(),
  from: Type.Optional(Type.String()),
  to: Type.Optional(Type.String()),
  facility: Type.Optional(Type.String()),
  /** Per cent at the place of registration. */
  share: Type.Optional(Type.Integer()),
  validity: Type.Union([
    Type.Literal('valid'),
    Type.Literal('expired'),
    Type.Literal('notYet'),
    Type.Literal('unknown'),
  ]),
})
export type Insurance = Static<typeof Insurance>

export const PatientView = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  mrn: Type.Optional(Type.String()),
  form: PatientForm,
  ageText: Type.Optional(Type.String()),
  addressText: Type.Optional(Type.String()),
  oldAddresses: Type.Array(Type.Object({ text: Type.String(), until: Type.Optional(Type.String()) })),
  insurance: Type.Optional(Insurance),
  lastVisitOn: Type.Optional(Type.String()),
})
export type PatientView = Static<typeof PatientView>

export const CardBody = Type.Object({ text: Type.String({ maxLength: 10_000 }) })
export const CardMatch = Type.Object({
  patient: FoundPatient,
  /** What agrees: number, name, birth. */
  agrees: Type.Array(
    Type.Union([Type.Literal('number'), Type.Literal('name'), Type.Literal('birth'), Type.Literal('sex')]),
  ),
  differs: Type.Array(
    Type.Union([Type.Literal('name'), Type.Literal('birth'), Type.Literal('sex'), Type.Literal('address')]),
  ),
})
export type CardMatch = Static<typeof CardMatch>
export const CardAnswer = Type.Object({
  kind: Type.Union([
    Type.Literal('citizen'),
    Type.Literal('insurance'),
    Type.Literal('number'),
    Type.Literal('words'),
  ]),
  /** What the card says, ready for the form of a new patient. */
  form: Type.Optional(Type.Partial(PatientForm)),
  addressText: Type.Optional(Type.String()),
  warnings: Type.Array(Type.String()),
  matches: Type.Array(CardMatch),
})
export type CardAnswer = Static<typeof CardAnswer>

export const DuplicateBody = Type.Object({ patient: Type.Partial(PatientForm) })
export const Duplicate = Type.Object({
  patient: FoundPatient,
  score: Type.Integer(),
  reasons: Type.Array(Type.String()),
})
export type Duplicate = Static<typeof Duplicate>
export const DuplicateAnswer = Type.Object({ duplicates: Type.Array(Duplicate) })
export type DuplicateAnswer = Static<typeof DuplicateAnswer>

export const Registered = Type.Object({ id: Type.String(), mrn: Type.String(), version: Type.Integer() })
export type Registered = Static<typeof Registered>
