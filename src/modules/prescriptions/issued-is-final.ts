import { isDeepStrictEqual } from 'node:util'
import type { MedicationRequest } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Guard } from '#platform/guard.ts'
import { prescriptionErrors } from './errors.ts'

/** States an issued line may still reach: dispensed, replaced, written in error. */
const ends: readonly MedicationRequest['status'][] = [
  'active',
  'completed',
  'stopped',
  'cancelled',
  'entered-in-error',
]

function unchangeable({ meta: _m, status: _s, statusReason: _r, ...rest }: MedicationRequest): unknown {
  return JSON.parse(JSON.stringify(rest))
}

/** An issued prescription never changes, from whatever channel; only its state moves on. @see Decision 425/QĐ-BYT 2025 */
export const issuedIsFinal: Guard = {
  name: 'prescriptions.issuedIsFinal',
  types: ['MedicationRequest'],
  check(_ctx, change) {
    const before = change.before as MedicationRequest | undefined
    if (!before || before.status === 'draft' || before.groupIdentifier?.system !== sid.prescription) return
    const after = change.after as MedicationRequest | undefined
    const moved =
      after && ends.includes(after.status) && isDeepStrictEqual(unchangeable(before), unchangeable(after))
    if (!moved) throw prescriptionErrors.issuedIsFinal({ code: before.groupIdentifier.value ?? '' })
  },
}
