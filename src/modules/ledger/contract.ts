import Type, { type Static } from 'typebox'

const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const HeadsQuery = Type.Object({
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  before: Type.Optional(Size),
})
export type HeadsQuery = Static<typeof HeadsQuery>

export const ConsistencyQuery = Type.Object({ first: Size, size: Size })
export type ConsistencyQuery = Static<typeof ConsistencyQuery>

export const InclusionQuery = Type.Object({
  entry: Type.String({
    minLength: 1,
    maxLength: 300,
    description: 'Type/id/_history/version, audit/id, or the line of a signature, file or archiving',
  }),
  size: Type.Optional(Size),
})
export type InclusionQuery = Static<typeof InclusionQuery>

export const LeavesQuery = Type.Object({
  from: Size,
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
})
export type LeavesQuery = Static<typeof LeavesQuery>

export const FindQuery = Type.Object({
  q: Type.String({
    minLength: 3,
    maxLength: 200,
    description:
      'Number of a record, a paper or a patient, look-up code, Type/id, Type/id/_history/version, or a hash',
  }),
})
export type FindQuery = Static<typeof FindQuery>

export const ProofQuery = Type.Object({ entry: Type.String({ minLength: 1, maxLength: 300 }) })

export const BroughtHead = Type.Object({
  text: Type.String({ minLength: 10, maxLength: 2000, description: 'The five lines of a signed head' }),
})
export type BroughtHead = Static<typeof BroughtHead>

export interface HeadView {
  readonly size: number
  /** Hex. */
  readonly root: string
  readonly at: string
  readonly reason: 'interval' | 'archiving' | 'export'
  readonly text: string
  /** Detached CMS with a time stamp, base64. */
  readonly signature: string
  /** Certificate that signed, and the time of the stamp. */
  readonly signer: string
  readonly stampedAt: string | undefined
  /** How far the signature is proven: B-T with a time stamp, B-LTA for later years. */
  readonly level: string | undefined
  readonly faults: readonly string[]
}

export interface HeadsPage {
  /** Entries in order now, and entries that wait for their place. */
  readonly size: number
  readonly waiting: number
  readonly canSign: boolean
  readonly minutes: number
  readonly heads: readonly HeadView[]
  readonly next: number | undefined
}

export interface ConsistencyView {
  readonly first: number
  readonly size: number
  readonly proof: readonly string[]
}

export interface InclusionView {
  readonly position: number
  readonly size: number
  readonly leafHash: string
  readonly root: string
  readonly proof: readonly string[]
}

export interface LeavesView {
  readonly from: number
  readonly leafHashes: readonly string[]
}

/** The ledger on one day: where it stood in the evening, and what came. */
export interface GrowthDay {
  readonly day: string
  readonly size: number
  readonly grown: number
  readonly heads: number
}

/** An entry that a number leads to. It tells nothing of a patient: kind, version, time. */
export interface FoundEntry {
  /** As `/ledger/proof` takes it. */
  readonly entry: string
  readonly kind: 'version' | 'signature' | 'file' | 'archived'
  /** Resource type, of a version. */
  readonly type: string | undefined
  readonly version: number | undefined
  readonly at: string | undefined
}

/** What is kept now, against what the entry says of it. */
export type KeptState = 'same' | 'altered' | 'erased' | 'deleted' | 'absent' | 'elsewhere'

export interface ProofView {
  readonly entry: string
  readonly line: string
  readonly kept: KeptState
  /** Undefined while the entry waits for the next signed head. */
  readonly proof: InclusionView | undefined
  readonly head: HeadView | undefined
  /** The proof leads to the root of the head, and the head is signed rightly. */
  readonly holds: boolean
}

export interface HeadComparison {
  /**
   * `same` and `grown` are good; `rewritten`: the ledger does not begin with the entries of the head; `ahead`: it has
   * fewer entries than the head; `foreign`: of another facility; `unreadable`: no head.
   */
  readonly verdict: 'same' | 'grown' | 'rewritten' | 'ahead' | 'foreign' | 'unreadable'
  readonly size: number
  readonly brought:
    | { readonly size: number; readonly root: string; readonly at: string; readonly code: string }
    | undefined
  /** The very text is among the heads signed here. */
  readonly signedHere: boolean
  readonly proof: readonly string[]
}

/** What checking the whole chain of signed heads gave. */
export interface ChainVerdict {
  readonly heads: number
  readonly entries: number
  /** Sizes of heads whose signature, or whose agreement with the one before, does not hold. */
  readonly broken: readonly { readonly size: number; readonly fault: string }[]
}
