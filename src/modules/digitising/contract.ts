import Type, { type Static } from 'typebox'
import type { DayProposal, PaperProposal } from './domain/propose.ts'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })

export const ScanPath = Type.Object({ id: Uuid })
export const UploadQuery = Type.Object({ encounter: Id, name: Type.String({ minLength: 1, maxLength: 120 }) })
export const ListScans = Type.Object({ encounter: Type.Optional(Id) })
export const IndexScan = Type.Object({
  title: Type.String({ minLength: 3, maxLength: 120 }),
  form: Type.Optional(Type.String({ maxLength: 30 })),
  datedOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
})
export type IndexScan = Static<typeof IndexScan>
export const CheckScan = Type.Object({ faithful: Type.Boolean(), note: Type.String({ maxLength: 500 }) })
export type CheckScan = Static<typeof CheckScan>

/** What a machine read in a scan: never the original, and taken over by a person only. */
export interface ScanReading {
  /** Pages that are not read yet. */
  readonly waiting: number
  readonly pages: readonly {
    readonly page: number
    readonly state: 'read' | 'blank' | 'unclear' | 'failed'
    readonly text: string
    readonly confidence: number
    readonly turned: number
  }[]
  readonly papers: readonly PaperProposal[]
  readonly days: readonly DayProposal[]
}

export interface ScanView {
  readonly id: string
  readonly encounterId: string
  readonly recordNumber: string
  readonly patientName: string
  readonly name: string
  readonly pages: number
  readonly state: 'uploaded' | 'indexed' | 'sealed' | 'rejected'
  readonly title: string | undefined
  readonly form: string | undefined
  readonly datedOn: string | undefined
  readonly uploadedBy: string
  readonly uploadedAt: string
  readonly indexedBy: string | undefined
  readonly checkedBy: string | undefined
  readonly checkedAt: string | undefined
  readonly note: string | undefined
  readonly documentId: string | undefined
  readonly original: string
  /** The reader scanned or indexed it: another person checks. */
  readonly own: boolean
}
