import type { RecordState } from '#fhir/systems.ts'

/** One way a record (hồ sơ bệnh án) may change its state, and who may do it. */
export interface Transition {
  readonly from: RecordState
  readonly to: RecordState
  readonly permission: `records.${'finish' | 'complete' | 'submit' | 'accept' | 'archive' | 'reopen'}`
  /** What must hold first. */
  readonly needs: readonly ('concluded' | 'complete' | 'archiveNumber' | 'reason' | 'secondPerson')[]
}

/**
 * The life of a record. The department hands a complete record in, the record office accepts it or sends it back with a
 * reason. Reopening goes back to `open` from anywhere: once the record was closed, one person asks and another one, with
 * the authority, opens. What was signed before stays as it was signed.
 * @see Law on Medical Examination and Treatment 15/2023/QH15, articles 7 (10) and 69
 */
export const transitions: readonly Transition[] = [
  { from: 'open', to: 'finished', permission: 'records.finish', needs: ['concluded'] },
  { from: 'finished', to: 'completed', permission: 'records.complete', needs: ['complete'] },
  { from: 'completed', to: 'submitted', permission: 'records.submit', needs: [] },
  { from: 'submitted', to: 'accepted', permission: 'records.accept', needs: [] },
  { from: 'submitted', to: 'finished', permission: 'records.accept', needs: ['reason'] },
  { from: 'accepted', to: 'archived', permission: 'records.archive', needs: ['archiveNumber'] },
  { from: 'finished', to: 'open', permission: 'records.reopen', needs: ['reason'] },
  { from: 'completed', to: 'open', permission: 'records.reopen', needs: ['reason', 'secondPerson'] },
  { from: 'submitted', to: 'open', permission: 'records.reopen', needs: ['reason', 'secondPerson'] },
  { from: 'accepted', to: 'open', permission: 'records.reopen', needs: ['reason', 'secondPerson'] },
  { from: 'archived', to: 'open', permission: 'records.reopen', needs: ['reason', 'secondPerson'] },
]

/** The transition between two states; undefined when there is none. */
export function transitionOf(from: RecordState, to: RecordState): Transition | undefined {
  return transitions.find((one) => one.from === from && one.to === to)
}
