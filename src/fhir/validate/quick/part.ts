import type { Structures } from '../../structure.ts'
import type { Syntax } from './syntax.ts'
import type { Asked, Values } from './value.ts'

export type Run = (asked: Asked, focus: Values) => Values

/** A part of an expression: how it runs, and the types its values can have when that is known. */
export interface Part {
  readonly run: Run
  readonly types: readonly string[] | undefined
}

export interface Compiling {
  readonly structures: Structures
  /** Types of `$this`. */
  readonly types: readonly string[] | undefined
  /** Type of the value the whole expression is asked on; its name may stand at the start of a path. */
  readonly base: string
  part(syntax: Syntax, types?: readonly string[]): Part
}

/** Thrown inside when an expression has something that only the whole engine knows. */
export class NotQuick extends Error {}
