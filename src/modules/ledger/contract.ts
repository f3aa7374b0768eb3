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

/** What checking the whole chain of signed heads gave. */
export interface ChainVerdict {
  readonly heads: number
  readonly entries: number
  /** Sizes of heads whose signature, or whose agreement with the one before, does not hold. */
  readonly broken: readonly { readonly size: number; readonly fault: string }[]
}
