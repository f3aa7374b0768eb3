import type { RawBuilder } from 'kysely'
import type { Context } from './context.ts'

/** What is done with a resource; each is decided for itself. */
export type Verb = 'read' | 'write' | 'copy' | 'print' | 'export'

/** A resource as its address; `as` asks about it as if it were of that type: what is about to be written, a whole chart. */
export interface Asked {
  readonly type: string
  readonly id: string
  readonly as?: string
}

/** What more is known of the rows that a condition is for. */
export interface KnownOfRows {
  /** They are asked about as if they were of that type. */
  readonly as?: string
  /** The one patient that all of them belong to: the search names it. */
  readonly patient?: string
}

/**
 * What an actor may see, in the two forms of the same rules: a condition of a search and a test of resources at hand.
 * A context without it sees everything.
 */
export interface AccessView {
  /**
   * Condition over the alias of a row of table `resource` that holds a resource of a type; undefined when all pass.
   */
  where(
    ctx: Context,
    type: string,
    r: RawBuilder<unknown>,
    known?: KnownOfRows,
  ): Promise<RawBuilder<boolean> | undefined>
  /** For each, whether it may be seen. What is not stored may not. */
  permitted(ctx: Context, asked: readonly Asked[], verb?: Verb): Promise<readonly boolean[]>
  /** Throws what the actor is told of a refusal, after it is noted. */
  refuse(ctx: Context, asked: Asked, verb?: Verb): Promise<never>
}
