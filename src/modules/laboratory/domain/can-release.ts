import { isCritical } from './flag-result.ts'

export interface ResultForRelease {
  readonly status: string
  readonly flag: string | undefined
  readonly validated: boolean
  /** Told to a clinician by voice and read back. */
  readonly called: boolean
}

export type Hold = 'notValidated' | 'criticalNotCalled' | 'alreadyReleased'

/**
 * Why a result may not leave the laboratory yet; undefined when it may. A critical one waits until a
 * clinician has been called and has read it back.
 * @see Joint Commission NPSG.02.03.01; ISO 15189:2022, 7.4.1.3 (critical results)
 */
export function holdOf(result: ResultForRelease): Hold | undefined {
  if (result.status !== 'preliminary') return 'alreadyReleased'
  if (!result.validated) return 'notValidated'
  if (isCritical(result.flag) && !result.called) return 'criticalNotCalled'
  return undefined
}
