import type { Job } from '#platform/module.ts'
import { reindexChanged } from '#store/search/reindex.ts'
import { noteWords } from '#store/search/word-index.ts'

/** Turns of one run; the next goes on where it stopped. */
const mostTurns = 200

/** Indexes anew what was stored before its search parameters changed, by a client or by a new version of the program. */
export const reindex: Job = {
  name: 'search-reindex',
  everySeconds: 20,
  run: (ctx) => reindexChanged(ctx, mostTurns),
}

/** Notes the words of what was written, for `_content`. */
export const words: Job = {
  name: 'search-words',
  everySeconds: 5,
  run: (ctx) => noteWords(ctx, mostTurns, true),
}
