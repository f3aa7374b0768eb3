import Type, { type Static } from 'typebox'

export const PlanBody = Type.Object({ scenario: Type.String({ pattern: '^[a-z-]{1,40}$' }) })
export const DrillPath = Type.Object({ id: Type.String({ pattern: '^([0-9a-f-]{36}|last)$' }) })

/** What whoever staged it really did. */
export const Facts = Type.Object({
  address: Type.String({ maxLength: 100 }),
  /** User name whose session or reading it was. */
  account: Type.Optional(Type.String({ maxLength: 64 })),
  client: Type.Optional(Type.String({ maxLength: 100 })),
  /** Charts and patients that were read. */
  read: Type.Integer({ minimum: 0 }),
  files: Type.Array(Type.String({ pattern: '^[0-9a-f]{64}$' }), { maxItems: 200 }),
})
export type Facts = Static<typeof Facts>

/** What the attack may take: it is told, so that no list of patients is asked for. */
export interface Plan {
  readonly id: string
  readonly scenario: string
  readonly account: string | undefined
  readonly patients: readonly string[]
  readonly files: readonly string[]
}
export interface GradedCheck {
  readonly check: string
  readonly title: string
  readonly points: number
  readonly got: number
  readonly withinMinutes: number
  /** Minutes after the beginning; absent when it was not done. */
  readonly minutes: number | undefined
  readonly state: 'done' | 'late' | 'missed'
}
export interface Grade {
  readonly id: string
  readonly scenario: string
  readonly title: string
  readonly stagedAt: string
  readonly gradedAt: string
  readonly points: number
  readonly verdict: 'good' | 'fair' | 'poor'
  readonly checks: readonly GradedCheck[]
}

export interface DrillView {
  readonly id: string
  readonly title: string
  readonly story: string | undefined
  readonly by: string
  readonly stage: 'planned' | 'staged' | 'graded'
  /** When it was staged, or planned while it is not. */
  readonly at: string
  readonly gradedAt: string | undefined
  readonly grade: Grade | undefined
}
export interface DrillList {
  /** Whether this is a demo hospital: elsewhere nothing is staged. */
  readonly demo: boolean
  readonly drills: readonly DrillView[]
}
