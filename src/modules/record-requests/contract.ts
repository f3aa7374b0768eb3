import Type, { type Static } from 'typebox'
import type { Seer } from '#modules/audit/index.ts'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const text = (least: number, most: number) => Type.String({ minLength: least, maxLength: most })

export const RequestPath = Type.Object({ id: Uuid })
export const PatientPath = Type.Object({ id: Id })

export const TakeRequest = Type.Object({
  encounterId: Id,
  kind: text(1, 40),
  asker: text(2, 120),
  identity: text(3, 120),
  relation: Type.Optional(Type.String({ maxLength: 120 })),
  purpose: text(5, 300),
  want: Type.Union([Type.Literal('read'), Type.Literal('copy'), Type.Literal('summary')]),
  writtenOn: Type.Optional(Day),
  userName: Type.Optional(Type.String({ maxLength: 60, description: 'Account that will read by this grant' })),
})
export type TakeRequest = Static<typeof TakeRequest>

export const Decide = Type.Object({
  decision: Type.Union([Type.Literal('granted'), Type.Literal('refused')]),
  until: Type.Optional(Day),
  note: Type.String({ maxLength: 500 }),
})
export type Decide = Static<typeof Decide>

export const Lend = Type.Object({ dueOn: Day })
export const TakeBack = Type.Object({ stateOfIt: text(2, 300) })

export const ListRequests = Type.Object({
  show: Type.Optional(
    Type.Union([Type.Literal('waiting'), Type.Literal('granted'), Type.Literal('lent'), Type.Literal('all')]),
  ),
  encounter: Type.Optional(Id),
})
export type ListRequests = Static<typeof ListRequests>

export interface CopyView {
  readonly at: string
  readonly by: string
  readonly want: string
  readonly sha256: string
  readonly papers: number
}

export interface LoanView {
  readonly id: string
  readonly dueOn: string
  readonly lentBy: string
  readonly lentAt: string
  readonly returnedAt: string | undefined
  readonly returnedTo: string | undefined
  readonly stateOfIt: string | undefined
  readonly late: boolean
}

export interface RequestView {
  readonly id: string
  readonly number: string
  readonly encounterId: string
  readonly recordNumber: string
  readonly patientName: string
  readonly kind: string
  readonly kindTitle: string
  readonly asker: string
  /** Asks for access of the person asking: somebody else decides. */
  readonly own: boolean
  readonly identity: string
  readonly relation: string | undefined
  readonly purpose: string
  readonly want: 'read' | 'copy' | 'summary'
  readonly writtenOn: string | undefined
  readonly takenBy: string
  readonly takenAt: string
  readonly state: 'waiting' | 'granted' | 'refused' | 'expired' | 'withdrawn'
  readonly decidedBy: string | undefined
  readonly decidedAt: string | undefined
  readonly note: string | undefined
  /** The last day of a grant. */
  readonly validUntil: string | undefined
  readonly copies: readonly CopyView[]
  readonly loans: readonly LoanView[]
}

export interface KindView {
  readonly code: string
  readonly title: string
  readonly clause: string
  readonly source: string
  readonly written: boolean
  readonly relation: boolean
  readonly mostDays: number
  readonly treatment: readonly string[]
  readonly archived: readonly string[]
}

/** What a patient is told of the own records: who asked, what they were given, what is lent. */
export interface Disclosures {
  readonly requests: readonly RequestView[]
  /** Everybody who touched the records, the latest first, with what they did and how often. */
  readonly seen: readonly Seer[]
}
