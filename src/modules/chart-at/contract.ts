import Type, { type Static } from 'typebox'

const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })

export const RecordPath = Type.Object({ id: Id })
export const AtQuery = Type.Object({
  time: Type.String({
    pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?(Z|[+-]\\d{2}:\\d{2})$',
  }),
  user: Type.Optional(Type.String({ maxLength: 80, description: 'User name of whom the chart is shown as' })),
})
export type AtQuery = Static<typeof AtQuery>

export interface FactAt {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly recordedAt: string
  readonly what: string
  readonly value: string
  readonly unit: string | undefined
  readonly status: string
  readonly sha256: string
  /** When this person first opened this version; undefined when never before the time asked about. */
  readonly openedAt: string | undefined
}

/** A record as it was at a time, and as one person could see it then. */
export interface ChartAt {
  readonly at: string
  readonly person:
    | {
        readonly userName: string
        /** As people call them. */
        readonly roles: readonly string[]
        readonly mayRead: boolean
      }
    | undefined
  readonly facts: readonly FactAt[]
  /** Results that were there but not released to this person. */
  readonly withheld: number
  /** Of all versions that were current, seen or not: SHA-256 of their names and hashes. */
  readonly hash: string
  /** Bytes, recorded hashes and leaves of the ledger agree for every version. */
  readonly agrees: boolean
}
