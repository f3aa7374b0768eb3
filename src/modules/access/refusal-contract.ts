import Type, { type Static } from 'typebox'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })
const reason = Type.String({ minLength: 10, maxLength: 1000 })

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })

/** Whom a refusal is against. */
export const Refused = Type.Object({
  kind: Type.Union([Type.Literal('person'), Type.Literal('department'), Type.Literal('role')]),
  id: Id,
})
export type Refused = Static<typeof Refused>

export const NewRefusal = Type.Object({
  patient: Id,
  /** Nobody named: everybody who does not treat the patient. */
  against: Type.Array(Refused, { maxItems: 20 }),
  /** The last day it holds. */
  until: Type.Optional(Day),
  /** What the patient signed or said, and where it is kept. */
  document: Type.String({ minLength: 5, maxLength: 300 }),
})
export type NewRefusal = Static<typeof NewRefusal>

export const RefusableQuery = Type.Object({ q: Type.String({ maxLength: 100 }) })

/** Somebody whom a patient can refuse. */
export interface Refusable extends Refused {
  readonly name: string
  readonly note: string | undefined
}

export const RefusalsQuery = Type.Object({ patient: Id })

export const RefusalEnd = Type.Object({
  consent: Id,
  reason,
  /** What the patient signed or said, and where it is kept. */
  document: Type.String({ minLength: 5, maxLength: 300 }),
})
export type RefusalEnd = Static<typeof RefusalEnd>

export const OwnRefusalEnd = Type.Object({ consent: Id, reason: Type.Optional(Type.String({ maxLength: 1000 })) })
export type OwnRefusalEnd = Static<typeof OwnRefusalEnd>

export const RefusalEndParams = Type.Object({ id: Type.String({ format: 'uuid' }) })

export const RefusalDecision = Type.Object({ end: Type.Boolean(), note: reason })
export type RefusalDecision = Static<typeof RefusalDecision>

/** An act by which a refusal was asked to end. */
export interface RefusalEndView {
  readonly id: string
  readonly reason: string
  /** Absent when the patient or a representative did it. */
  readonly document: string | undefined
  readonly askedBy: string
  readonly mine: boolean
  readonly askedAt: string
  readonly decision: 'ended' | 'kept' | undefined
  readonly note: string | undefined
  readonly decidedBy: string | undefined
}

/** What a patient refused to let be seen. */
export interface RefusalView {
  readonly id: string
  readonly patientId: string
  readonly patientName: string | undefined
  readonly since: string | undefined
  readonly until: string | undefined
  /** Whom it is against; absent for everybody. */
  readonly against: readonly string[] | undefined
  readonly holds: boolean
  /** By which it was noted; absent when another system brought it. */
  readonly document: string | undefined
  readonly ends: readonly RefusalEndView[]
}
