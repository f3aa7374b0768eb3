import type { EntryState } from '#web/kit/index.ts'
import type { PaperView } from '../contract.ts'

/** How a paper looks in lists. */
export function entryState(paper: PaperView): EntryState {
  if (paper.state === 'superseded' || paper.state === 'cancelled') return 'stopped'
  if (paper.state === 'partly') return 'partly'
  if (paper.state === 'unsigned') return 'waiting'
  return paper.correctionReason ? 'corrected' : 'signed'
}
