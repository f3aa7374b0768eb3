import Type, { type Static } from 'typebox'

const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const Code = Type.String({ pattern: '^[a-z-]{1,40}$' })
const Instant = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d)$',
})
const Words = (least: number, most: number) => Type.String({ minLength: least, maxLength: most, pattern: '\\S' })

export const IncidentPath = Type.Object({ id: Uuid })
export const NoticePath = Type.Object({ id: Uuid, code: Code })
export const ListPath = Type.Object({ id: Uuid, n: Type.Integer({ minimum: 1 }) })

export const Origin = Type.Object({
  from: Type.Union([Type.Literal('alarm'), Type.Literal('unusual')]),
  ref: Type.String({ minLength: 1, maxLength: 200 }),
})
export const OpenBody = Type.Object({
  kind: Code,
  title: Words(3, 200),
  what: Words(3, 4000),
  touched: Type.String({ maxLength: 2000 }),
  noticedAt: Instant,
  noticedBy: Type.Optional(Type.String({ maxLength: 200 })),
  origin: Type.Optional(Origin),
})
export type OpenBody = Static<typeof OpenBody>

export const ClassifyBody = Type.Object({
  level: Type.Union([Type.Literal('minor'), Type.Literal('serious')]),
  nationalSecurity: Type.Boolean(),
  severeDisruption: Type.Boolean(),
  personalData: Type.Boolean(),
  healthData: Type.Boolean(),
  biometricOrLocation: Type.Boolean(),
  persons: Type.Integer({ minimum: 0, maximum: 100_000_000 }),
  /** What may follow for the persons and the hospital. */
  consequences: Type.String({ maxLength: 2000 }),
  /** Who answers questions of the authority: name, title, telephone, e-mail. */
  contact: Type.String({ maxLength: 500 }),
})
export type ClassifyBody = Static<typeof ClassifyBody>

const Journal = Type.Object({
  actor: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
  patient: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  from: Instant,
  to: Instant,
})
export const ActBody = Type.Object({
  kind: Type.Union([Type.Literal('measure'), Type.Literal('decision'), Type.Literal('evidence')]),
  text: Words(3, 4000),
  /** Events of the journal that the line rests on. */
  journal: Type.Optional(Journal),
})
export type ActBody = Static<typeof ActBody>

export const NoticeBody = Type.Object({
  sentAt: Instant,
  /** How it was sent: portal, e-mail, letter, telephone. */
  way: Words(2, 200),
  reference: Type.String({ maxLength: 200 }),
})
export type NoticeBody = Static<typeof NoticeBody>
export const ReasonBody = Type.Object({ reason: Words(10, 1000) })
export const PersonsBody = Type.Object({
  actor: Type.String({ minLength: 1, maxLength: 80 }),
  from: Instant,
  to: Instant,
})
export const LessonsBody = Type.Object({ lessons: Words(10, 4000) })
export const DecideClosing = Type.Object({
  decision: Type.Union([Type.Literal('closed'), Type.Literal('reopened')]),
  note: Type.String({ maxLength: 1000 }),
})

export interface KindView {
  readonly code: string
  readonly title: string
}
export interface ObligationView {
  readonly code: string
  readonly title: string
  readonly to: string
  readonly source: string
  readonly confidence: string
  readonly dueAt: string
  readonly state: 'due' | 'late' | 'done' | 'doneLate' | 'needless'
  readonly sentAt: string | undefined
  readonly reason: string | undefined
}
export interface IncidentRow {
  readonly id: string
  readonly number: string
  readonly kind: string
  readonly kindTitle: string
  readonly title: string
  readonly noticedAt: string
  readonly openedBy: string
  readonly level: 'minor' | 'serious' | undefined
  readonly state: 'open' | 'proposed' | 'closed'
  readonly late: number
  /** The next notice that is owed. */
  readonly next: { readonly title: string; readonly dueAt: string } | undefined
}
export interface ActView {
  readonly n: number
  readonly kind:
    | 'classified'
    | 'measure'
    | 'decision'
    | 'evidence'
    | 'notice'
    | 'needless'
    | 'persons'
    | 'proposed'
    | 'reopened'
    | 'closed'
  readonly at: string
  readonly by: string
  readonly text: string
  readonly journal:
    | {
        readonly actor?: string
        readonly patient?: string
        readonly from: string
        readonly to: string
        readonly count: number
      }
    | undefined
  /** Patients of a list that this line made. */
  readonly persons: number | undefined
}
export interface IncidentView extends IncidentRow {
  readonly what: string
  readonly touched: string
  readonly noticedBy: string
  readonly openedAt: string
  readonly origin: Static<typeof Origin> | undefined
  readonly classification: ClassifyBody | undefined
  readonly obligations: readonly ObligationView[]
  readonly acts: readonly ActView[]
  readonly lessons: string | undefined
  /** The person asking proposed the closing. */
  readonly ownProposal: boolean
  readonly closedAt: string | undefined
  readonly keptUntil: string | undefined
}
export interface IncidentList {
  readonly kinds: readonly KindView[]
  readonly rows: readonly IncidentRow[]
  /** Only those that the person asking has reported. */
  readonly own: boolean
}
