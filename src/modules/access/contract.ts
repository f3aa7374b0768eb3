import Type, { type Static } from 'typebox'
import type { Opener } from './domain/advice.ts'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const Reference = Type.String({ pattern: '^[A-Z][A-Za-z]{1,60}/[A-Za-z0-9.-]{1,64}$' })
const VerbField = Type.Union(
  (['read', 'write', 'copy', 'print', 'export'] as const).map((verb) => Type.Literal(verb)),
)

export const DecisionQuery = Type.Object({
  resource: Reference,
  verb: Type.Optional(VerbField),
  /** The resource as a whole chart, or as what is about to be written. */
  as: Type.Optional(Type.String({ pattern: '^[A-Z][A-Za-z]{1,60}$' })),
})
export type DecisionQuery = Static<typeof DecisionQuery>

/** The same question for somebody else, by account id or user name. */
export const OtherDecisionQuery = Type.Object({
  ...DecisionQuery.properties,
  account: Type.String({ minLength: 1, maxLength: 80 }),
})
export type OtherDecisionQuery = Static<typeof OtherDecisionQuery>

/** A decision with its reasons. */
export interface DecisionView {
  readonly resource: string
  readonly allowed: boolean
  readonly verb: string
  readonly rules: readonly { readonly id: string; readonly title: string; readonly source: string }[]
  /** Only of what may be seen. */
  readonly patient?: string | undefined
  readonly record?: string | undefined
  /** Each is enough by itself; an inner list names acts that are needed together. */
  readonly advice: readonly (readonly Opener[])[]
}

export const glassMinutes = { least: 15, usual: 60, most: 240 } as const

export const GlassBody = Type.Object({
  resource: Reference,
  as: Type.Optional(Type.String({ pattern: '^[A-Z][A-Za-z]{1,60}$' })),
  reason: Type.String({ minLength: 20, maxLength: 1000 }),
  minutes: Type.Integer({ minimum: glassMinutes.least, maximum: glassMinutes.most }),
})
export type GlassBody = Static<typeof GlassBody>

export const GrantBody = Type.Object({
  resource: Reference,
  userName: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  department: Type.Optional(Id),
  reason: Type.String({ minLength: 10, maxLength: 1000 }),
  hours: Type.Integer({ minimum: 1, maximum: 24 * 30 }),
})
export type GrantBody = Static<typeof GrantBody>

export const OpeningParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const VerdictBody = Type.Object({
  verdict: Type.Union([Type.Literal('justified'), Type.Literal('followed')]),
  note: Type.String({ minLength: 10, maxLength: 1000 }),
})
export type VerdictBody = Static<typeof VerdictBody>

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

export const RepresentativesQuery = Type.Object({ patient: Id })

export const RepresentativeEnd = Type.Object({
  userName: Type.String({ minLength: 1, maxLength: 80 }),
  patientId: Id,
  reason: Type.String({ minLength: 5, maxLength: 500 }),
})
export type RepresentativeEnd = Static<typeof RepresentativeEnd>

/** An account that speaks for a patient, or did. */
export interface RepresentativeView {
  readonly userName: string
  readonly name: string
  readonly relation: string
  readonly document: string | undefined
  readonly since: string
  readonly until: string | undefined
  readonly notedBy: string
  readonly endedAt: string | undefined
  readonly holds: boolean
}

/** Why staff may see the data of the patient who is logged in. */
export interface WhyView {
  readonly departments: readonly string[]
  readonly team: readonly string[]
  readonly representatives: readonly RepresentativeView[]
  readonly rules: readonly { readonly id: string; readonly title: string; readonly source: string }[]
}

export const RepresentativeBody = Type.Object({
  userName: Type.String({ minLength: 1, maxLength: 80 }),
  patientId: Id,
  relation: Type.String({ minLength: 2, maxLength: 100 }),
  /** What shows it: birth certificate, decision of a court, letter of authority. */
  document: Type.String({ minLength: 5, maxLength: 300 }),
  since: Type.Optional(Day),
  /** Day it ends: end of a guardianship; for a child the eighteenth birthday at the latest. */
  until: Type.Optional(Day),
})
export type RepresentativeBody = Static<typeof RepresentativeBody>

export const ReviewQuery = Type.Object({
  show: Type.Optional(Type.Union([Type.Literal('waiting'), Type.Literal('all')])),
})
export type ReviewQuery = Static<typeof ReviewQuery>

/** An emergency access or an invitation. */
export interface OpeningView {
  readonly id: string
  readonly kind: 'glass' | 'grant' | 'label'
  readonly patientId: string
  readonly patientName: string
  readonly mrn: string
  readonly who: string
  readonly department: string | undefined
  /** Of the person asking, who used or opened it: somebody else looks into it. */
  readonly own: boolean
  readonly reason: string
  readonly rules: readonly string[]
  readonly openedBy: string
  readonly since: string
  readonly until: string
  readonly endedAt: string | undefined
  readonly verdict: 'justified' | 'followed' | undefined
  readonly verdictNote: string | undefined
  readonly verdictBy: string | undefined
}

export const LabelsQuery = Type.Object({ patient: Id })

/** What a patient and the visits carry that protects, and what can be put on them. */
export interface LabelsView {
  readonly patient: readonly string[]
  readonly visits: readonly {
    readonly id: string
    readonly at: string | undefined
    readonly until: string | undefined
    readonly department: string | undefined
    readonly recordNumber: string | undefined
    readonly labels: readonly string[]
  }[]
  readonly choices: { readonly patient: readonly string[]; readonly visit: readonly string[] }
}

export const LabelBody = Type.Object({
  resource: Type.String({ pattern: '^(Patient|Encounter)/[A-Za-z0-9.-]{1,64}$' }),
  /** Code of `meta.security`. */
  label: Type.String({ minLength: 1, maxLength: 40 }),
  reason: Type.String({ minLength: 10, maxLength: 1000 }),
})
export type LabelBody = Static<typeof LabelBody>

export const UnlabelBody = Type.Object({
  resource: Reference,
  /** Code of `meta.security`. */
  label: Type.String({ minLength: 1, maxLength: 40 }),
  reason: Type.String({ minLength: 10, maxLength: 1000 }),
})
export type UnlabelBody = Static<typeof UnlabelBody>
