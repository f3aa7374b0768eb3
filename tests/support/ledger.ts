import type { Context } from '#platform/context.ts'
import { countLeaves, sequenceUntil, type TreeHead } from '#store/ledger/sequence.ts'

/**
 * Orders every leaf that is there now. A transaction of another test's database on the same server holds
 * the newest leaves back for as long as it runs, a restore for example: so this waits longer than a server does.
 */
export async function orderAllLeaves(ctx: Context): Promise<TreeHead> {
  return sequenceUntil(ctx, await countLeaves(ctx), 60_000)
}
