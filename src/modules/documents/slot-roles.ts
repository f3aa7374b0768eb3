import type { FormSlot } from '#platform/forms/edition.ts'
import { signsByHand } from './form-print/signature-places.ts'

/** Role of data/roles whose holders may sign in the place of a function that has no role of its own. */
const holders: Readonly<Record<string, string>> = {
  'head-of-department': 'doctor',
  surgeon: 'doctor',
  anaesthetist: 'doctor',
  secretary: 'doctor',
  chairman: 'doctor',
  member: 'doctor',
  midwife: 'nurse',
  radiologist: 'imaging',
  pathologist: 'laboratory',
  pharmacist: 'pharmacy',
  'record-officer': 'record-office',
}

export const holderOf = (slot: Pick<FormSlot, 'role'>): string => holders[slot.role] ?? slot.role

/** Places that get a field for a digital signature. */
export const hasField = (slot: FormSlot): boolean => !signsByHand(slot)

/** Places that a paper waits for before it counts as signed. */
export const isAwaited = (slot: FormSlot): boolean => hasField(slot) && slot.required
