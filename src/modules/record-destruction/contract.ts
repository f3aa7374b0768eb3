import Type, { type Static } from 'typebox'

const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })

export const DestructionPath = Type.Object({ id: Uuid })
export const Prepare = Type.Object({
  encounterIds: Type.Array(Id, { minItems: 1, maxItems: 500 }),
  note: Type.String({ maxLength: 500 }),
})
export type Prepare = Static<typeof Prepare>
export const Decide = Type.Object({
  decision: Type.Union([Type.Literal('approved'), Type.Literal('refused')]),
  note: Type.String({ maxLength: 500 }),
})

/** A record whose term is over. */
export interface Candidate {
  readonly encounterId: string
  readonly number: string
  readonly archiveNumber: string
  readonly keptUntil: string
  readonly patientName: string
  /** Why it cannot be destroyed though its term is over. */
  readonly hindrance: 'hold' | 'lent' | 'listed' | undefined
}

export interface ItemView {
  readonly encounterId: string
  readonly number: string
  readonly archiveNumber: string
  readonly keptUntil: string
  readonly retention: string
  readonly erasedAt: string | undefined
  readonly versions: number
  readonly files: number
  readonly leftOver: string | undefined
}

export interface DestructionView {
  readonly id: string
  readonly number: string
  readonly state: 'prepared' | 'approved' | 'refused' | 'done'
  readonly note: string
  readonly preparedBy: string
  readonly preparedAt: string
  readonly own: boolean
  readonly decidedBy: string | undefined
  readonly decidedAt: string | undefined
  readonly decisionNote: string | undefined
  readonly doneBy: string | undefined
  readonly doneAt: string | undefined
  readonly items: readonly ItemView[]
  /** Places on the minutes: who signed, or who is waited for. */
  readonly signatures: readonly { readonly title: string; readonly signedAt: string | undefined }[]
}
