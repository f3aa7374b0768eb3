import type { Resource } from '@medplum/fhirtypes'
import type { Context } from './context.ts'

/**
 * What a write is part of, as the module that makes it says; nothing that comes over a wire can say so. A guard of that
 * module tells its own acts from writes of other channels by it.
 */
export type Act =
  | 'access.loosen'
  | 'fill.save'
  | 'fill.complete'
  | 'fill.amend'
  | 'fill.cancel'
  | 'patient.merge'
  | 'record.supplement'
  | 'stay.undo'

/** One change about to be written. `before` is the stored version, `after` is absent on delete. */
export interface GuardedChange {
  readonly kind: 'create' | 'update' | 'delete'
  readonly type: string
  readonly id: string
  readonly before?: Resource | undefined
  readonly after?: Resource
  readonly act?: Act | undefined
  /** A resource as this very write makes it, when it is one of those that are written together. */
  written?(type: string, id: string): Resource | undefined
}

/**
 * What the module that owns a resource type has to say about its writes, from every channel, after validation and
 * inside the transaction.
 */
export interface Guard {
  readonly name: string
  /** Resource types, or '*' for all. */
  readonly types: readonly string[] | '*'
  /**
   * Tells cheaply of which writes of its types it has something to say; of all when it does not tell. What is stored is
   * read for those only.
   */
  concerns?(ctx: Context, write: { readonly holdsBase64: boolean }): boolean
  /** A rule, asked about every write. Throws an AppError to refuse. */
  check?(ctx: Context, change: GuardedChange): void | Promise<void>
  /**
   * What keeps tables beside the resources in step, once for all writes of its types that are made together, when no
   * rule has refused one. The statements leave in one packet with the rows of the write; their answers are not read.
   */
  beside?(ctx: Context, changes: readonly GuardedChange[]): readonly Statement[]
}

/** A statement that is prepared once for each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
  /** What is told when a unique index or an exclusion constraint refuses it; told its name. */
  taken?(constraint?: string): Error
}
