import { sql } from 'kysely'
import { askPlanned } from './planned.ts'
import type { Conditions, Scope } from './scope.ts'

/** Up to this many are named; more are left to the order of the page. */
const mostFound = 500

/**
 * Finds the ids of a condition that few meet, so that the rest goes by them. Both questions are planned once, where one
 * question for all must be planned with its values, which takes longer than answering it (decision 0110).
 */
export async function lookUp({ ctx }: Scope, conditions: Conditions): Promise<void> {
  for (const { condition, ids } of conditions.lookups) {
    const asked = sql<{ id: string }>`select distinct x.id from (${ids} limit ${mostFound + 1}) x`
    const found = await askPlanned(ctx, asked)
    if (found.length > mostFound) continue
    conditions.ids = found.map((row) => row.id)
    conditions.others.splice(conditions.others.indexOf(condition), 1)
    return
  }
}
