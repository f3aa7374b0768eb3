import type { Job } from '#platform/module.ts'
import { sequenceLedger } from '#store/ledger/sequence.ts'

/** Gives the leaves of settled transactions their places in the Merkle log and keeps the new tree head. */
export const orderLedger: Job = {
  name: 'audit.orderLedger',
  everySeconds: 60,
  async run(ctx) {
    await sequenceLedger(ctx)
    return { expected: 1, processed: 1, failed: 0 }
  },
}
