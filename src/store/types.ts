import type { Resource } from '@medplum/fhirtypes'
import type { Act } from '#platform/guard.ts'

/**
 * One change of `commit`. Ids are made by the client or by `ctx.newId()`; references between changes of one
 * commit are plain `Type/id`. An update needs `resource.id`; it creates when the id is not there yet.
 */
export type Change =
  | {
      readonly kind: 'create'
      readonly resource: Resource
      readonly id?: string
      /** The id was made just now, so that nothing can be stored under it. */
      readonly isNew?: boolean
      readonly asStored?: AsStored
    }
  | {
      readonly kind: 'update'
      readonly resource: Resource
      readonly ifVersion?: number
      readonly asStored?: AsStored
    }
  | { readonly kind: 'delete'; readonly type: string; readonly id: string; readonly ifVersion?: number }

/**
 * A version of another installation, taken in with its number and its bytes, so that its signatures and its proof in the
 * ledger it came from still hold. What it refers to may have stayed behind; guards had their say where it was written.
 */
export interface AsStored {
  readonly version: number
  readonly content: Buffer
}

/** What was written for one change, in the order of the changes. */
export interface Committed<T extends Resource = Resource> {
  readonly type: string
  readonly id: string
  readonly version: number
  /** Server time of the commit. */
  readonly recordedAt: Date
  readonly created: boolean
  /** The stored resource with id and meta; undefined after a delete. */
  readonly resource: T | undefined
  /** The bytes that were stored; empty after a delete. */
  readonly content: Buffer
  readonly patientId: string | undefined
}

export interface CommitOptions {
  /** Lets a named authority write into a completed or archived record: accept, archive, reopen. Audited with its reason. */
  readonly authority?: {
    readonly permission: `records.${'complete' | 'submit' | 'accept' | 'archive' | 'reopen' | 'supplement'}`
    readonly reason: string
  }
  /** Purpose of use for the audit event. */
  readonly purpose?: string
  /** What the guards are told that these writes are part of. */
  readonly act?: Act
}

/** Stored bytes with what a reader needs beside them; never parsed on the way to the client. */
export interface StoredVersion {
  readonly type: string
  readonly id: string
  readonly version: number
  readonly recordedAt: Date
  readonly deleted: boolean
  /** Canonical JSON, UTF-8. Empty when deleted. */
  readonly content: Buffer
  /** SHA-256 of `content`. */
  readonly hash: Buffer
  /** Patient whose compartment holds it. */
  readonly patientId?: string | undefined
  /** `Type/id` of the resource that contains it; the version is that one's. */
  readonly within?: string
}

export type SearchQuery = string | Readonly<Record<string, string | readonly string[]>>

export interface SearchPage {
  readonly matches: readonly StoredVersion[]
  readonly included: readonly StoredVersion[]
  /** Opaque keyset cursor of the next page. */
  readonly next?: string
  /** Present when asked for by _total=accurate or _summary=count. */
  readonly total?: number
  /** The matches as they are sent, instead of `matches`: only when the asker said who sees them, and it is noted. */
  readonly seen?: SeenPage
}

/** Matches as entries of a Bundle with commas between them. */
export interface SeenPage {
  readonly count: number
  readonly entries: Buffer
}

/** Lets a search note who sees its matches, where it can, in the question that finds them. */
export interface SeenBy {
  /** Address of the FHIR interface, for `fullUrl`. */
  readonly base: string
  /** What else the audit event tells. */
  readonly detail: Readonly<Record<string, string | number | boolean>>
}
