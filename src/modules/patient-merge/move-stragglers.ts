import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { recentMerges } from './merge-rows.ts'
import { moveMentions } from './move-mentions.ts'

const days = 30

/**
 * A machine or a person may still write for the source: while the merge ran, or later from an old label. Such
 * resources follow to the target and go back with an un-merge.
 */
export const moveStragglers: Job = {
  name: 'patient-merge.stragglers',
  everySeconds: 60,
  async run(given) {
    const merges = await recentMerges(given, new Date(given.now().getTime() - days * 86_400_000))
    let moved = 0
    for (const merge of merges) {
      const counts = await inTransaction(given, (ctx) => moveMentions(ctx, merge.id, merge.source, merge.target))
      moved += counts.rewritten + counts.refiled
    }
    return { expected: moved, processed: moved, failed: 0 }
  },
}
