import { canSeal } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { Job } from '#platform/module.ts'
import { orderLeaves } from '#store/ledger/sequence.ts'
import { type HeadReason, readHeadsDue } from '#store/ledger/signed-heads.ts'
import { signHead } from './sign-head.ts'

/** Why a head is to be signed now; undefined when none is. */
export async function headDue(ctx: Context): Promise<HeadReason | undefined> {
  const due = await readHeadsDue(ctx)
  if (due.archivings) return 'archiving'
  const waited = ctx.now().getTime() - (due.last?.at.getTime() ?? 0)
  // A head from the future was signed before the clock was set back.
  return due.leaves && Math.abs(waited) >= ctx.config.ledgerHeadMinutes * 60_000 ? 'interval' : undefined
}

/**
 * Gives the leaves of settled transactions their places, and signs the head when its time has come or a record was
 * archived. Without a seal the ledger goes on; `canSign` of the list of heads tells it.
 */
export const signDueHeads: Job = {
  name: 'ledger.signHeads',
  everySeconds: 10,
  async run(ctx) {
    const size = await orderLeaves(ctx)
    const reason = size > 0 && (await canSeal(ctx)) ? await headDue(ctx) : undefined
    if (!reason) return { expected: 0, processed: 0, failed: 0 }
    await signHead(ctx, reason)
    return { expected: 1, processed: 1, failed: 0 }
  },
}
