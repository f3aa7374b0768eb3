import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { SearchQuery } from '../types.ts'
import { knowParameters } from './custom-parameters.ts'
import { readConditions, scopeOf } from './read-conditions.ts'
import { readRequest } from './request.ts'
import { whereSql } from './where.ts'

/** `select id …` of all that a search of a type finds, without pages or order. Throws for what is no such search. */
export async function foundIds(ctx: Context, type: string, query: SearchQuery): Promise<RawBuilder<unknown>> {
  await knowParameters(ctx)
  const scope = scopeOf(ctx, type)
  const conditions = await readConditions(scope, readRequest(query).clauses)
  return sql`select ${scope.r}.id from ${whereSql(scope, conditions)}`
}
