import Type, { type Static } from 'typebox'
import { type Reason, reasons } from './domain/match.ts'

const Sex = Type.Union([Type.Literal('male'), Type.Literal('female')])
const Text = Type.String({ maxLength: 200, default: '' })
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100 }))
const System = Type.String({ pattern: '^[a-z0-9-]{2,40}$' })

export const SearchQuery = Type.Object({
  system: System,
  q: Text,
  room: Type.Optional(Type.String({ maxLength: 64 })),
  sex: Type.Optional(Sex),
  limit: Limit,
})

export const MoreSpecific = Type.Object({ from: Type.String(), to: Type.String() })

export const FoundConcept = Type.Object({
  system: Type.String(),
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  /** Why it was found: places in the name to mark, and the synonym that was meant. */
  why: Type.Object({
    reason: Type.Unsafe<Reason>(Type.Union(reasons.map((reason) => Type.Literal(reason)))),
    ranges: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()])),
    synonym: Type.Optional(Type.String()),
  }),
  usedHere: Type.Integer(),
  selectable: Type.Boolean(),
  /** The codes to take instead. */
  moreSpecific: Type.Optional(MoreSpecific),
  needsMoreSpecific: Type.Boolean(),
  notPrimary: Type.Boolean(),
  discouragedPrimary: Type.Boolean(),
  mainlySex: Type.Optional(Sex),
  /** The code is mainly of the other sex than asked for. */
  sexWarning: Type.Boolean(),
  details: Type.Record(Type.String(), Type.String()),
})
export type FoundConcept = Static<typeof FoundConcept>
export const FoundConcepts = Type.Object({ items: Type.Array(FoundConcept) })

export const LookupQuery = Type.Object({
  system: System,
  code: Type.String({ minLength: 1, maxLength: 200 }),
  day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
})

export const ListQuery = Type.Object({ system: System })

export const ConceptAnswer = Type.Object({
  system: Type.String(),
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  synonyms: Type.Array(Type.String()),
  parent: Type.Optional(Type.String()),
  validFrom: Type.String(),
  validTo: Type.Optional(Type.String()),
  details: Type.Record(Type.String(), Type.String()),
})
export const ConceptAnswers = Type.Object({ items: Type.Array(ConceptAnswer) })

const Optional = Type.Optional
const Valued = Type.Union([Type.Literal('quantity'), Type.Literal('text'), Type.Literal('choice')])

export const LabTest = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  shortName: Type.String(),
  synonyms: Type.Array(Type.String()),
  loinc: Optional(Type.String()),
  valueType: Valued,
  /** UCUM code. */
  unit: Optional(Type.String()),
  /** The unit as people write it. */
  unitText: Type.String(),
  decimals: Type.Integer(),
  options: Type.Array(Type.String()),
  /** Choices that are normal; none where normal has no meaning (blood group). */
  normalOptions: Type.Array(Type.String()),
  specimen: Type.String(),
  group: Type.String(),
  method: Type.String(),
  orderable: Type.Boolean(),
  /** VND. */
  price: Type.Integer(),
  panels: Type.Array(Type.String()),
})
export type LabTest = Static<typeof LabTest>

export const LabPanel = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  shortName: Type.String(),
  synonyms: Type.Array(Type.String()),
  loinc: Optional(Type.String()),
  group: Type.String(),
  price: Type.Integer(),
  tests: Type.Array(Type.String()),
})
export type LabPanel = Static<typeof LabPanel>

export const Specimen = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  container: Type.String(),
  containerEn: Type.String(),
  colour: Type.String(),
  snomed: Optional(Type.String()),
})
export type Specimen = Static<typeof Specimen>

export const LabGroup = Type.Object({ code: Type.String(), name: Type.String(), nameEn: Type.String() })
export type LabGroup = Static<typeof LabGroup>

export const LabTests = Type.Object({
  items: Type.Array(LabTest),
  groups: Type.Array(LabGroup),
  specimens: Type.Array(Specimen),
})
export const LabPanels = Type.Object({ items: Type.Array(LabPanel) })

export const OrderSet = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  note: Type.String(),
  /** Codes of lab tests and panels. */
  tests: Type.Array(Type.String()),
  services: Type.Array(Type.String()),
  specialties: Type.Array(Type.String()),
})
export type OrderSet = Static<typeof OrderSet>
export const OrderSets = Type.Object({ items: Type.Array(OrderSet) })

export const Drug = Type.Object({
  code: Type.String(),
  /** `Amoxicilin`, `Acid clavulanic`. */
  ingredients: Type.Array(Type.String()),
  strength: Type.String(),
  /** `Amoxicilin + Acid clavulanic 875 mg + 125 mg`: the drug as a prescription names it. */
  label: Type.String(),
  form: Type.String(),
  route: Type.Object({ code: Type.String(), name: Type.String(), verb: Type.String() }),
  unit: Type.String(),
  tradeName: Optional(Type.String()),
  atc: Optional(Type.String()),
  /** N narcotic, H psychotropic, C other: TT 26/2025/TT-BYT annex I. */
  kind: Type.Union([Type.Literal('N'), Type.Literal('H'), Type.Literal('C')]),
  allergyClasses: Type.Array(Type.String()),
  usualDose: Optional(Type.Number()),
  timesPerDay: Optional(Type.Number()),
  note: Type.String(),
  maxDays: Type.Integer(),
  price: Type.Integer(),
})
export type Drug = Static<typeof Drug>

export const TextQuery = Type.Object({ q: Text, limit: Limit, room: Optional(Type.String({ maxLength: 64 })) })
export const Drugs = Type.Object({ items: Type.Array(Drug) })

export const Service = Type.Object({
  code: Type.String(),
  name: Type.String(),
  nameEn: Type.String(),
  group: Type.String(),
  costGroup: Type.String(),
  unit: Type.String(),
  price: Type.Integer(),
  department: Type.String(),
})
export type Service = Static<typeof Service>
export const Services = Type.Object({ items: Type.Array(Service) })

export const WardQuery = Type.Object({ q: Text, province: Optional(Type.String({ maxLength: 2 })), limit: Limit })

export const Ward = Type.Object({
  code: Type.String(),
  name: Type.String(),
  province: Type.Object({ code: Type.String(), name: Type.String() }),
})
export type Ward = Static<typeof Ward>

/** A name from before 2025-07-01, and where it is now. */
export const FormerWard = Type.Object({
  name: Type.String(),
  province: Type.Object({ code: Type.String(), name: Type.String() }),
  /** The ward that kept its code since: likely, to be confirmed. */
  likely: Optional(Ward),
})
export type FormerWard = Static<typeof FormerWard>
export const Wards = Type.Object({ items: Type.Array(Ward), former: Type.Array(FormerWard) })
export type Wards = Static<typeof Wards>
