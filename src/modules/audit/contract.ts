import Type, { type Static } from 'typebox'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

export const AuditQuery = Type.Object({
  patient: Type.Optional(Id),
  actor: Type.Optional(Type.String({ maxLength: 80, description: 'Account id or user name' })),
  action: Type.Optional(Type.String({ maxLength: 60, description: 'One or more actions, separated by commas' })),
  outcome: Type.Optional(Type.String({ maxLength: 20 })),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
  cursor: Type.Optional(
    Type.String({ pattern: '^-?\\d{1,18}-\\d{1,18}-\\d{1,4}$', description: '`next` of the page before' }),
  ),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type AuditQuery = Static<typeof AuditQuery>

export interface AuditRow {
  readonly id: string
  readonly at: string
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly string[]
  readonly patientId: string | undefined
  readonly patientName: string
  readonly mrn: string
  /** How many persons it is about. */
  readonly patients: number
  readonly entities: readonly string[]
  readonly purpose: string
  /** Address and port the request came from; empty for the program's own work. */
  readonly source: string
  readonly detail: Readonly<Record<string, string>>
  readonly requestId: string
}
export interface AuditPage {
  readonly rows: readonly AuditRow[]
  readonly next: string | undefined
}

export const PeriodQuery = Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) })
export type PeriodQuery = Static<typeof PeriodQuery>

export const PatientParams = Type.Object({
  patientId: Type.String({
    minLength: 1,
    maxLength: 64,
    description: 'Id of the patient, or medical record number',
  }),
})
export const ActorParams = Type.Object({
  actor: Type.String({ minLength: 1, maxLength: 80, description: 'Account id or user name' }),
})

/** So many acts of one kind. */
export interface Acts {
  readonly action: string
  readonly outcome: string
  readonly times: number
  /** In lists of several persons. */
  readonly listed?: boolean
}

export interface Seer {
  readonly actor: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly string[]
  readonly acts: readonly Acts[]
  readonly first: string
  readonly last: string
}
export interface WhoSaw {
  readonly patientName: string
  readonly mrn: string
  readonly people: readonly Seer[]
}

export interface WorkOf {
  readonly actor: string
  readonly userName: string
  readonly name: string
  readonly roles: readonly string[]
  readonly from: string
  readonly acts: readonly Acts[]
  /** Those touched last, five hundred at most. */
  readonly patients: readonly {
    readonly id: string
    readonly name: string
    readonly mrn: string
    readonly acts: readonly Acts[]
    readonly last: string
  }[]
}

/** One access, or the accesses of one day, that somebody should ask about. */
export interface Unusual {
  readonly rule: string
  readonly title: string
  readonly actor: string
  /** By the person asking: somebody else looks into it. */
  readonly own: boolean
  readonly who: { readonly userName: string; readonly name: string; readonly roles: readonly string[] }
  /** Empty where the rule is about many patients. */
  readonly patient: string
  readonly patientName: string
  readonly mrn: string
  readonly day: string
  readonly times: number
  readonly patients: number
  /** Patients a day that are usual for this account. */
  readonly usual: number | undefined
  readonly review:
    | { readonly verdict: 'justified' | 'followed'; readonly note: string; readonly by: string }
    | undefined
}
export interface UnusualPage {
  readonly rows: readonly Unusual[]
  /** The latest event of yesterday and today that is in the sums. */
  readonly upTo: string | undefined
}

export const ReviewBody = Type.Object({
  rule: Type.String({ pattern: '^[a-z]{1,20}$' }),
  actor: Type.String({ minLength: 1, maxLength: 80 }),
  patient: Type.Optional(Id),
  day: Day,
  verdict: Type.Union([Type.Literal('justified'), Type.Literal('followed')]),
  note: Type.String({ minLength: 10, maxLength: 1000 }),
})
export type ReviewBody = Static<typeof ReviewBody>

/** Delivery of the journal to a security operations centre: sent = delivered + waiting. */
export interface StreamState {
  /** `host:port` that is set now. */
  readonly target: string | undefined
  readonly targets: readonly {
    readonly target: string
    readonly begunAt: string
    readonly delivered: number
    readonly deliveredAt: string | undefined
    /** Rows of the journal in the ledger that have not been delivered. */
    readonly waiting: number
    readonly failedSince: string | undefined
    readonly failure: string | undefined
  }[]
}

export const HoldBody = Type.Object({
  actor: Type.Optional(Type.String({ minLength: 1, maxLength: 80, description: 'Account id or user name' })),
  patient: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'Id, or medical record number' }),
  ),
  reason: Type.String({ minLength: 10, maxLength: 1000 }),
  basis: Type.String({ minLength: 3, maxLength: 300, description: 'The document that demands it' }),
})
export type HoldBody = Static<typeof HoldBody>
export const HoldParams = Type.Object({ id: Type.String({ format: 'uuid', pattern: '^[0-9a-f-]{36}$' }) })
export const LiftBody = Type.Object({ reason: Type.String({ minLength: 10, maxLength: 1000 }) })
export type LiftBody = Static<typeof LiftBody>

/** How long the journal is kept, what was removed of it, and what must stay. */
export interface Keeping {
  readonly terms: readonly {
    readonly kind: string
    readonly title: string
    readonly from: string
    /** Absent: for ever. */
    readonly months: number | undefined
    readonly withRecord: boolean
    readonly source: string
  }[]
  /** Announced ones first; nothing goes before `fromAt`. */
  readonly removals: readonly {
    readonly id: string
    readonly state: 'announced' | 'removing' | 'done'
    readonly announcedAt: string
    readonly fromAt: string
    readonly endedAt: string | undefined
    readonly due: number
    readonly removed: number
  }[]
  readonly holds: readonly {
    readonly id: string
    /** Whose acts are kept: user name and name, or what stands in the events. */
    readonly actor: { readonly userName: string; readonly name: string } | undefined
    /** About whom is kept; without a name when the patient is no longer there. */
    readonly patient: { readonly id: string; readonly name: string; readonly mrn: string } | undefined
    readonly reason: string
    readonly basis: string
    readonly placedBy: string
    /** By the person who asks: another one lifts it. */
    readonly mine: boolean
    readonly placedAt: string
    readonly liftedBy: string | undefined
    readonly liftedAt: string | undefined
    readonly liftReason: string | undefined
  }[]
}
