import type { Patient } from '@medplum/fhirtypes'
import type { Guard } from '#platform/guard.ts'
import { indexRow } from './domain/index-row.ts'
import { dropIndex, writeIndex } from './repository.ts'

/** Keeps the search table beside the Patient, in the same transaction, from whatever channel it comes. */
export const patientIndexGuard: Guard = {
  name: 'patients.index',
  types: ['Patient'],
  async check(ctx, change) {
    if (change.after) await writeIndex(ctx, indexRow(change.after as Patient, change.id))
    else await dropIndex(ctx, change.id)
  },
}
