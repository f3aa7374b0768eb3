import { containedBranch } from './contained.ts'
import type { Conditions, Scope } from './scope.ts'
import { type Branch, branchesOf } from './where.ts'

/** What is searched of one type, ready to be asked. */
export interface Part {
  readonly scope: Scope
  readonly conditions: Conditions
  /** Contained resources are searched, and what is answered for them. */
  readonly contained?: 'container' | 'contained'
}

/** The rows of a part, in branches that have none in common. */
export function branchesOfPart(
  { scope, conditions, contained }: Part,
  common: ReadonlySet<number>,
): readonly Branch[] {
  return contained ? [containedBranch(scope, conditions, contained)] : branchesOf(scope, conditions, common)
}
