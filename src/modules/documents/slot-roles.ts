import type { FormSlot } from '#platform/forms/edition.ts'
import { signsByHand } from './form-print/signature-places.ts'

/** Places of patients and representatives: confirmed on a screen, or signed on the print by hand. */
export const isConfirmed = (slot: FormSlot): boolean => slot.role === 'patient'

/** Places that get a field in the file. */
export const hasField = (slot: FormSlot): boolean => !signsByHand(slot) || isConfirmed(slot)

/** Places that the work list tells: signed with a key before the paper counts as signed, or confirmed. */
export const isAwaited = (slot: FormSlot): boolean => hasField(slot) && slot.required
