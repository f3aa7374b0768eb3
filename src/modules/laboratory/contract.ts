import Type, { type Static } from 'typebox'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const Text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Instant = Type.String({ maxLength: 40, pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}' })

export const RequisitionPath = Type.Object({ requisition: Text(64) })
export const ResultPath = Type.Object({ id: Id })
export const SpecimenPath = Type.Object({ id: Id })

export const WorklistQuery = Type.Object({
  state: Type.Optional(Type.String({ maxLength: 80, description: 'One or more states, separated by commas' })),
  group: Type.Optional(Text(40)),
  urgent: Type.Optional(Type.Boolean()),
  q: Type.Optional(Type.String({ maxLength: 80, description: 'Name, MRN, requisition or tube number' })),
})
export type WorklistQuery = Static<typeof WorklistQuery>

export const Collect = Type.Object({
  requestIds: Type.Optional(
    Type.Array(Id, { minItems: 1, maxItems: 100, description: 'Only these; all that wait when absent' }),
  ),
  collectedAt: Type.Optional(Instant),
})
export type Collect = Static<typeof Collect>

export const Receive = Type.Object({ accession: Text(20) })
export const Reject = Type.Object({ reason: Text(40), note: Type.Optional(Type.String({ maxLength: 500 })) })
export type Reject = Static<typeof Reject>

export const EnteredValue = Type.Object({
  requestId: Id,
  test: Text(40),
  /** As typed; the server reads it by the kind of test. Empty takes an entry back, a dash says not done. */
  value: Type.String({ maxLength: 16_384 }),
  comment: Type.Optional(Type.String({ maxLength: 500 })),
  /** Version of the result the technician saw; absent when there was none. */
  version: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type EnteredValue = Static<typeof EnteredValue>
export const EnterResults = Type.Object({ results: Type.Array(EnteredValue, { minItems: 1, maxItems: 200 }) })

export const Amend = Type.Object({
  value: Type.String({ maxLength: 16_384 }),
  reason: Type.String({ minLength: 5, maxLength: 500 }),
  version: Type.Integer({ minimum: 1 }),
})
export type Amend = Static<typeof Amend>

export const CriticalCall = Type.Object({
  calledAt: Instant,
  toWhom: Text(120),
  /** Practitioner called, when known. */
  toPractitionerId: Type.Optional(Id),
  readBack: Type.Literal(true),
  note: Type.Optional(Type.String({ maxLength: 500 })),
})
export type CriticalCall = Static<typeof CriticalCall>
export const ConfirmCritical = Type.Object({ action: Type.Optional(Type.String({ maxLength: 500 })) })

export const FlowsheetQuery = Type.Object({
  patient: Id,
  months: Type.Optional(Type.Integer({ minimum: 1, maximum: 240 })),
  encounter: Type.Optional(Id),
})

export type FlowsheetQuery = Static<typeof FlowsheetQuery>

/** The patient as the laboratory's screens name them. */
export interface LabPatient {
  readonly id: string
  readonly name: string
  readonly bornOn: string | undefined
  readonly sex: string | undefined
  readonly mrn: string
}

export interface WorklistRow {
  readonly requisition: string
  readonly patient: LabPatient
  readonly state: string
  readonly urgent: boolean
  readonly critical: boolean
  readonly orderedAt: string
  readonly requester: string
  readonly groups: readonly string[]
  readonly tests: readonly { readonly name: string; readonly state: string }[]
  readonly accessions: readonly string[]
}
export interface Worklist {
  readonly rows: readonly WorklistRow[]
  /** Requisitions by state, whatever the state asked for. */
  readonly counts: Readonly<Record<string, number>>
  readonly groups: readonly { readonly code: string; readonly name: string }[]
}

export interface TubeView {
  readonly specimenId: string | undefined
  readonly kind: string
  readonly kindName: string
  readonly container: string
  readonly colour: string
  readonly accession: string | undefined
  readonly status: 'planned' | 'collected' | 'received' | 'rejected'
  readonly collectedAt: string | undefined
  readonly rejection: string | undefined
  readonly tests: readonly string[]
}

export interface RangeView {
  readonly low?: number | undefined
  readonly high?: number | undefined
  readonly criticalLow?: number | undefined
  readonly criticalHigh?: number | undefined
  readonly text: string
  readonly source: string
}

export interface ResultRow {
  readonly requestId: string
  readonly test: string
  readonly name: string
  readonly group: string
  readonly kind: 'number' | 'choice' | 'text'
  readonly unit: string
  readonly choices: readonly string[]
  readonly normalChoices: readonly string[]
  readonly range: RangeView | undefined
  readonly calculated: string | undefined
  readonly previous: { readonly value: string; readonly at: string } | undefined
  readonly delta: { readonly percent?: number; readonly absolute?: number; readonly days: number } | undefined
  readonly result: ResultView | undefined
}

export interface ResultView {
  readonly id: string
  readonly version: number
  readonly status: string
  /** As it stands in the resource, digits kept, with a point. */
  readonly value: string
  readonly flag: string | undefined
  readonly deltaExceeded: boolean
  readonly comment: string
  readonly enteredBy: string
  readonly enteredAt: string
  readonly validatedBy: string | undefined
  readonly validatedAt: string | undefined
  readonly issuedAt: string | undefined
  readonly call: { readonly at: string; readonly toWhom: string; readonly by: string } | undefined
  readonly confirmedAt: string | undefined
  readonly confirmedBy: string | undefined
  readonly amendReason: string | undefined
  readonly earlier: readonly { readonly value: string; readonly at: string; readonly by: string }[]
}

export interface RequisitionView {
  readonly requisition: string
  readonly state: string
  readonly urgent: boolean
  readonly patient: LabPatient & { readonly ageYears: number | undefined; readonly ageDays: number | undefined }
  readonly encounterId: string | undefined
  readonly orderedAt: string
  readonly requester: string
  readonly note: string
  readonly requests: readonly { readonly id: string; readonly name: string; readonly state: string }[]
  readonly tubes: readonly TubeView[]
  readonly rows: readonly ResultRow[]
  readonly report: { readonly id: string; readonly status: string; readonly issuedAt: string } | undefined
  readonly rejectionReasons: readonly string[]
}

/** What became of a save: nothing typed is dropped, what could not be stored comes back with the cause. */
export interface EnterOutcome {
  readonly saved: number
  readonly conflicts: readonly {
    readonly requestId: string
    readonly test: string
    readonly typed: string
    readonly theirs: string
    readonly by: string
    readonly at: string
    readonly version: number
  }[]
  readonly refused: readonly {
    readonly requestId: string
    readonly test: string
    readonly typed: string
    readonly reason: string
  }[]
}

export interface ReleaseOutcome {
  readonly released: number
  readonly held: readonly { readonly test: string; readonly reason: string }[]
  readonly reportId: string | undefined
  readonly documentId: string | undefined
}

export interface FlowsheetCell {
  readonly id: string
  readonly value: string
  readonly flag: string | undefined
  readonly status: string
  readonly comment: string
  readonly confirmed: boolean
}
export interface Flowsheet {
  readonly times: readonly string[]
  readonly groups: readonly {
    readonly code: string
    readonly name: string
    readonly tests: readonly {
      readonly code: string
      readonly name: string
      readonly unit: string
      readonly range: RangeView | undefined
      /** One per time; undefined where nothing was measured. */
      readonly cells: readonly (FlowsheetCell | null)[]
    }[]
  }[]
  readonly criticals: readonly CriticalView[]
}

export interface CriticalView {
  readonly id: string
  readonly test: string
  readonly value: string
  readonly unit: string
  readonly limit: string
  readonly collectedAt: string
  readonly issuedAt: string | undefined
  readonly call: { readonly at: string; readonly toWhom: string } | undefined
  readonly confirmWithinMinutes: number
}
