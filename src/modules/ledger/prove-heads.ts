import { AppError } from '#kernel/app-error.ts'
import { completeDetached, nextTry } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { Job } from '#platform/module.ts'
import { type HeadProof, listDueHeads, storeHeadProof } from '#store/ledger/head-proofs.ts'

const mostAtOnce = 100

/**
 * Brings the signature of a head to what it can be checked by in later years, or renews its time stamp before that ages
 * out. A service that is down leaves it owed: a head is signed whatever the authorities answer.
 */
export async function proveHead(
  ctx: Context,
  head: Pick<HeadProof, 'size' | 'signature' | 'level' | 'state' | 'tries'>,
): Promise<HeadProof> {
  const tries = head.tries + 1
  const { bytes, outcome } = await completed(ctx, head)
  const { level, state, reason, renewBy } = outcome
  const proof = {
    ...{ size: head.size, signature: bytes, level, state, reason, tries, renewBy },
    nextTry: nextTry(outcome, ctx.now(), tries),
  }
  await storeHeadProof(ctx, proof)
  return proof
}

async function completed(
  ctx: Context,
  { signature, level, state }: Pick<HeadProof, 'signature' | 'level' | 'state'>,
): ReturnType<typeof completeDetached> {
  try {
    return await completeDetached(ctx, signature, { renew: state === 'accepted' })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const outcome = { level, wanted: 'B-LTA', state: 'waiting', reason: error.code, renewBy: undefined } as const
    return { bytes: signature, outcome }
  }
}

/** Completes heads that were signed while a trust service was down, and renews time stamps before they age out. */
export const proveHeads: Job = {
  name: 'ledger.proveHeads',
  everySeconds: 60,
  async run(ctx) {
    const due = await listDueHeads(ctx, mostAtOnce)
    let processed = 0
    for (const head of due) if ((await proveHead(ctx, head)).state === 'accepted') processed += 1
    return { expected: due.length, processed, failed: due.length - processed }
  },
}
