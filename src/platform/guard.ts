import type { Resource } from '@medplum/fhirtypes'
import type { Context } from './context.ts'

/** One change about to be written. `before` is the stored version, `after` is absent on delete. */
export interface GuardedChange {
  readonly kind: 'create' | 'update' | 'delete'
  readonly type: string
  readonly id: string
  readonly before?: Resource
  readonly after?: Resource
}

/**
 * A rule of the module that owns a resource type, asked before every write from every channel.
 * Throws an AppError to refuse. Runs inside the transaction, after validation.
 */
export interface Guard {
  readonly name: string
  /** Resource types, or '*' for all. */
  readonly types: readonly string[] | '*'
  check(ctx: Context, change: GuardedChange): void | Promise<void>
}
