import type { RecordState } from '#fhir/systems.ts'

/** One way a record (hồ sơ bệnh án) may change its state, and who may do it. */
export interface Transition {
  readonly from: RecordState
  readonly to: RecordState
  readonly permission: 'records.finish' | 'records.complete' | 'records.archive' | 'records.reopen'
  /** What must hold first. */
  readonly needs: readonly ('concluded' | 'complete' | 'archiveNumber' | 'reason')[]
}

/**
 * The life of a record. Reopening goes back to `open` from anywhere, with a named authority and a reason;
 * what was signed before stays as it was signed.
 * @see Law on Medical Examination and Treatment 15/2023/QH15, articles 7 (10) and 69
 */
export const transitions: readonly Transition[] = [
  { from: 'open', to: 'finished', permission: 'records.finish', needs: ['concluded'] },
  { from: 'finished', to: 'completed', permission: 'records.complete', needs: ['complete'] },
  { from: 'completed', to: 'archived', permission: 'records.archive', needs: ['archiveNumber'] },
  { from: 'finished', to: 'open', permission: 'records.reopen', needs: ['reason'] },
  { from: 'completed', to: 'open', permission: 'records.reopen', needs: ['reason'] },
  { from: 'archived', to: 'open', permission: 'records.reopen', needs: ['reason'] },
]

/** The transition between two states; undefined when there is none. */
export function transitionOf(from: RecordState, to: RecordState): Transition | undefined {
  return transitions.find((one) => one.from === from && one.to === to)
}

/** Whether a record takes no more entries. The store refuses them from every channel. */
export function isClosed(state: RecordState): boolean {
  return state === 'completed' || state === 'archived'
}
