import Type, { type Static } from 'typebox'
import type { TrainingState } from './domain/training-state.ts'

export const RecordPath = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) })
export const RecordBody = Type.Object({
  userName: Type.String({ minLength: 1, maxLength: 64 }),
  course: Type.String({ minLength: 1, maxLength: 60 }),
  /** `2026-11-23` */
  heldOn: Type.String({ maxLength: 10 }),
  taughtBy: Type.String({ maxLength: 200 }),
  result: Type.Union([Type.Literal('passed'), Type.Literal('failed')]),
})
export type RecordBody = Static<typeof RecordBody>
export const StrikeBody = Type.Object({ reason: Type.String({ minLength: 5, maxLength: 500, pattern: '\\S' }) })
export const ImportBody = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 1_000_000 }),
  apply: Type.Boolean(),
})

export interface HeldView {
  readonly id: string
  readonly course: string
  readonly heldOn: string
  readonly taughtBy: string
  readonly result: 'passed' | 'failed'
  readonly validUntil: string | undefined
}
export interface PersonView {
  readonly account: string
  readonly userName: string
  readonly name: string
  readonly departments: readonly string[]
  readonly roles: readonly string[]
  readonly needs: readonly TrainingState[]
  readonly held: readonly HeldView[]
}
export interface TrainingView {
  readonly courses: readonly { readonly code: string; readonly title: string }[]
  readonly people: readonly PersonView[]
  readonly reach: 'own' | 'departments' | 'all'
}
export interface ImportLine {
  readonly line: number
  readonly userName: string
  readonly course: string
  readonly change: 'new' | 'same' | 'refused'
  readonly reason?: string
  /** The reason in words. */
  readonly told?: string
}
