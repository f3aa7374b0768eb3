import type { Context } from '#platform/context.ts'
import { addChain } from './chains.ts'
import { addClause } from './conditions.ts'
import { addFilter } from './filter.ts'
import { addHas } from './has.ts'
import type { RawClause } from './request.ts'
import { type Conditions, hideRefused, noConditions, outerScope, type Scope } from './scope.ts'

export function scopeOf(ctx: Context, type: string): Scope {
  return outerScope(ctx, type, addAnyClause)
}

/** Reads all clauses of a search into conditions, also chains, `_has` and `_filter`. */
export async function readConditions(scope: Scope, clauses: readonly RawClause[]): Promise<Conditions> {
  const into = noConditions()
  for (const clause of clauses) await addAnyClause(scope, into, clause)
  await hideRefused(scope, into)
  return into
}

async function addAnyClause(scope: Scope, into: Conditions, clause: RawClause): Promise<void> {
  if (clause.name === '_has') return addHas(scope, into, clause)
  if (clause.name === '_filter') return addFilter(scope, into, clause)
  if (clause.chain !== undefined) return addChain(scope, into, clause, clause.chain)
  return addClause(scope, into, clause)
}
