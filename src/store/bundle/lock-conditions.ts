import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Entry } from './entries.ts'

/**
 * Lets only one transaction at a time decide by the same condition, so that many who ask at once for what is not
 * there yet make it once. Held until the transaction ends; all of a bundle in one order, so that two never wait for
 * each other.
 */
export async function lockConditions(ctx: Context, entries: readonly Entry[]): Promise<void> {
  const keys = new Set(entries.flatMap((entry) => (entry.query === undefined ? [] : [keyOf(ctx, entry)])))
  if (keys.size === 0) return
  const ordered = [...keys].sort((a, b) => (a < b ? -1 : 1)).map(String)
  await sql`select pg_advisory_xact_lock(key) from unnest(${ordered}::bigint[]) as key`.execute(ctx.db)
}

/** The same for `a=1&b=2` and `b=2&a=1`. */
function keyOf({ facility }: Context, { type, query }: Entry): bigint {
  const pairs = [...new URLSearchParams(query)].map((pair) => pair.join('=')).sort()
  return createHash('sha256')
    .update(JSON.stringify(['condition', facility, type, ...pairs]))
    .digest()
    .readBigInt64BE()
}
