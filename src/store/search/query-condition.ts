import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { conditionOf } from './combine.ts'
import { addClause } from './conditions.ts'
import { scopeOf } from './read-conditions.ts'
import { clauseOf, pairsOf } from './request.ts'
import { noConditions, type Scope } from './scope.ts'

/**
 * What a search asks of rows, as a condition over an alias of table `resource`: for rules that are written as searches.
 * Only plain parameters of the type itself; what the reader may see is no part of it.
 */
export async function queryCondition(
  ctx: Context,
  type: string,
  r: RawBuilder<unknown>,
  query: string,
): Promise<RawBuilder<boolean>> {
  const scope: Scope = { ...scopeOf({ ...ctx, access: undefined }, type), r }
  const conditions = noConditions()
  for (const [name, value] of pairsOf(query)) await addClause(scope, conditions, clauseOf(name, value))
  return sql<boolean>`(${r}.type = ${typeNumber(type)} and ${conditionOf(scope, conditions)})`
}
