import type { Encounter } from '@medplum/fhirtypes'
import { ext, type RecordState, recordStates } from './systems.ts'

/** State of the record whose root this encounter is; open when nothing says otherwise. */
export function recordStateOf(encounter: Encounter): RecordState {
  const code = encounter.extension?.find((one) => one.url === ext.recordState)?.valueCode
  return recordStates.find((state) => state === code) ?? 'open'
}

const over = new Set<Encounter['status']>(['finished', 'cancelled', 'entered-in-error'])

/** Whether the visit still goes on: nothing new is ordered, prescribed or examined afterwards. */
export function isUnderWay(encounter: Encounter): boolean {
  return !over.has(encounter.status) && recordStateOf(encounter) === 'open'
}

/** `Patient/abc` to `abc`. */
export function idOf(reference: { readonly reference?: string } | undefined): string {
  return reference?.reference?.split('/').at(-1) ?? ''
}
