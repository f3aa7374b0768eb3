import type { Resource } from '@medplum/fhirtypes'
import type { SearchIndex } from '#fhir/search/index-resource.ts'
import type { ReferenceSite } from '#fhir/validate.ts'
import type { Context } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'
import type { ContainedRow } from './contained-rows.ts'
import type { Places } from './record-of.ts'
import type { Change, CommitOptions } from './types.ts'

/** What is stored of a resource before a change. */
export interface Before {
  readonly version: number
  readonly deleted: boolean
  /** Only where a guard is concerned by the write. */
  readonly content: string | null
  readonly record: string | null
  readonly patient: string | null
}

/** One call of commit. Several that come at the same moment may be written together, each with its own outcome. */
export interface Member {
  readonly ctx: Context
  readonly options: CommitOptions
  readonly at: Date
  readonly writes: readonly Write[]
}

/** A failure with the member that it belongs to, so that the others can be written without it. */
export class Blamed extends Error {
  readonly member: Member
  readonly reason: unknown

  constructor(write: Write, reason: unknown) {
    super('a member of a group failed')
    this.member = write.member
    this.reason = reason
  }
}

/** One change on its way through the steps of commit; each step adds what it finds out. */
export interface Write {
  readonly member: Member
  readonly change: Change
  readonly type: string
  readonly typeNumber: number
  readonly id: string
  before?: Before | undefined
  kind: 'create' | 'update' | 'delete'
  version: number
  /** With id and meta; undefined for a delete. */
  after?: Resource | undefined
  references: readonly ReferenceSite[]
  /** It carries files, or other bytes. */
  holdsBase64: boolean
  places: Places
  patient?: string | undefined
  /** Whose it was, of what is deleted: for the journal. */
  patientBefore?: string | undefined
  record?: string | undefined
  /** Its own record and others that it names; none of them may be locked. */
  namedRecords: readonly string[]
  index?: SearchIndex
  /** What it contains; undefined when nothing. */
  contained?: readonly ContainedRow[] | undefined
  content: Buffer
}

/** What the steps work on. */
export interface Commit {
  readonly members: readonly Member[]
  /** Those of all members. */
  readonly writes: readonly Write[]
  /** Record (root Encounter id) of resources that the commit refers to, by `Type/id`; null when they have none. */
  readonly records: Map<string, string | null>
  /** Others that refer to what is deleted, as `Type/id`. */
  readonly referring: Map<Write, readonly string[]>
  /** What guards keep in step beside the rows. */
  beside: readonly Statement[]
}
