import Type, { type Static } from 'typebox'
import type { Need } from './domain/completeness.ts'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

export const RecordPath = Type.Object({ id: Id })
/** Pictures in the file of an export, or by their hash and address. */
export const ExportQuery = Type.Object({
  images: Type.Optional(Type.Union([Type.Literal('included'), Type.Literal('reference')])),
})
export const RecordFilePath = Type.Object({ id: Id, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) })

export const FindRecords = Type.Object({
  q: Type.Optional(
    Type.String({
      maxLength: 120,
      description: 'Record or archive number, patient name with or without accents, MRN, ICD-10, doctor',
    }),
  ),
  state: Type.Optional(Type.String({ maxLength: 60, description: 'One or more states, separated by commas' })),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  patient: Type.Optional(Id),
  cursor: Type.Optional(Type.String({ maxLength: 200 })),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type FindRecords = Static<typeof FindRecords>

export interface RecordRow {
  readonly id: string
  readonly number: string
  readonly archiveNumber: string | undefined
  readonly state: string
  readonly patientId: string
  readonly patientName: string
  readonly mrn: string
  readonly bornOn: string | undefined
  readonly sex: string | undefined
  readonly department: string
  readonly doctor: string
  readonly diagnosis: string
  readonly icd10: readonly string[]
  readonly startedAt: string
  readonly endedAt: string | undefined
  readonly dueOn: string | undefined
  readonly archivedAt: string | undefined
  readonly keptUntil: string | undefined
  readonly reopened: boolean
  readonly needed: number
  readonly missing: readonly Need[]
  /** Found by words that a machine read in its scans. */
  readonly byScan: boolean
}
export interface RecordPage {
  readonly rows: readonly RecordRow[]
  readonly next: string | undefined
  readonly counts: Readonly<Record<string, number>>
  readonly today: string
  readonly handInDays: number | undefined
}

export interface RecordEvent {
  readonly state: string
  readonly at: string
  readonly who: string
  readonly reason: string | undefined
  /** Who asked for it, when the law of two persons holds. */
  readonly askedBy: string | undefined
}

export interface RetentionView {
  readonly code: string
  readonly years: number
  readonly until: string
  readonly title: string
  readonly source: string
  /** Raised after archiving: by whom, when and why. */
  readonly raised?: { readonly by: string; readonly at: string; readonly reason: string }
}

/** A longer term that an archived record may be given. */
export interface RaiseOption {
  readonly code: string
  readonly title: string
  readonly years: number
  readonly until: string
  /** The patient is known to have died. */
  readonly suggested: boolean
}

/** What the record office's side panel and the ribbon show. */
export interface RecordStatus {
  readonly id: string
  readonly number: string
  readonly archiveNumber: string | undefined
  readonly state: string
  readonly reopened: boolean
  readonly events: readonly RecordEvent[]
  readonly needs: readonly Need[]
  readonly rule: { readonly source: string; readonly handInDays: number } | undefined
  readonly dueOn: string | undefined
  /** What retention will be, or is once archived. */
  readonly retention: RetentionView | undefined
  /** Longer terms that the reader may give an archived record. */
  readonly raise: readonly RaiseOption[]
  /** The doctor has settled what ending the visit asks for. */
  readonly concluded: boolean
  /** What the reader may do now. */
  readonly may: readonly (
    | 'finish'
    | 'complete'
    | 'submit'
    | 'accept'
    | 'sendBack'
    | 'archive'
    | 'reopen'
    | 'askReopening'
    | 'supplement'
    | 'export'
  )[]
  readonly medium: 'electronic' | 'paper' | 'hybrid'
  readonly location: string | undefined
  readonly onHold: boolean
}

export interface RecordPaper {
  readonly id: string
  readonly form: string
  readonly title: string
  readonly status: string
  readonly at: string
  readonly signed: boolean
  readonly replaces: string | undefined
  readonly correctionReason: string | undefined
  readonly signatures: readonly { readonly who: string; readonly role: string; readonly at: string }[]
}

export interface TimelineEntry {
  readonly at: string
  readonly kind:
    | 'visit'
    | 'vitals'
    | 'diagnosis'
    | 'order'
    | 'result'
    | 'prescription'
    | 'paper'
    | 'signature'
    | 'state'
    | 'form'
    | 'other'
  readonly what: string
  readonly detail: string
  readonly who: string
  readonly status: string
}

export interface RecordDetail {
  readonly status: RecordStatus
  readonly row: RecordRow
  readonly reason: string
  readonly diagnoses: readonly {
    readonly code: string
    readonly text: string
    readonly role: string
    readonly rank: number
  }[]
  readonly papers: readonly RecordPaper[]
  readonly forms: readonly {
    readonly form: string
    readonly status: string
    readonly at: string
    readonly author: string
    readonly answers: readonly { readonly question: string; readonly answer: string }[]
  }[]
  readonly vitals: readonly {
    readonly name: string
    readonly value: string
    readonly unit: string
    readonly at: string
  }[]
  readonly results: readonly {
    readonly name: string
    readonly value: string
    readonly unit: string
    readonly flag: string | undefined
    readonly range: string
    readonly at: string
    readonly status: string
  }[]
  readonly medicines: readonly {
    readonly name: string
    readonly dosage: string
    readonly quantity: string
    readonly status: string
  }[]
  readonly allergies: readonly string[]
  readonly timeline: readonly TimelineEntry[]
  readonly mayExport: boolean
  readonly maySeeAudit: boolean
}

/** What the verify page tells of a file: the same as `lanong verify`. */
export interface UploadVerdict {
  readonly ok: boolean
  readonly kind: 'paper' | 'record' | 'hospital' | 'heads' | 'unknown'
  readonly lines: readonly string[]
  readonly sha256: string
  readonly size: number
}
