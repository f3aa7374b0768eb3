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
  cursor: Type.Optional(Type.Integer({ minimum: 1 })),
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
  readonly entities: readonly string[]
  readonly purpose: string
  readonly detail: Readonly<Record<string, string>>
  readonly requestId: string
}
export interface AuditPage {
  readonly rows: readonly AuditRow[]
  readonly next: number | undefined
}
