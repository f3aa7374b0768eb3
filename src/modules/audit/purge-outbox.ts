import type { Job } from '#platform/module.ts'
import { purgeOutbox } from '#store/purge-outbox.ts'

/** What every reader of the outbox has long had goes once an hour. */
export const purgeOutboxHourly: Job = {
  name: 'store.purge-outbox',
  everySeconds: 3600,
  async run(ctx) {
    const processed = await purgeOutbox(ctx)
    return { expected: processed, processed, failed: 0 }
  },
}
