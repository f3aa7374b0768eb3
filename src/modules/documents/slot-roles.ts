import type { FormSlot } from '#platform/forms/edition.ts'
import { signsByHand } from './form-print/signature-places.ts'

/** Places that get a field for a digital signature. */
export const hasField = (slot: FormSlot): boolean => !signsByHand(slot)

/** Places that a paper waits for before it counts as signed. */
export const isAwaited = (slot: FormSlot): boolean => hasField(slot) && slot.required
