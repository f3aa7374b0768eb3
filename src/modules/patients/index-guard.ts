import type { Patient } from '@medplum/fhirtypes'
import type { Guard } from '#platform/guard.ts'
import { indexRow } from './domain/index-row.ts'
import { dropIndex, writeIndex } from './repository.ts'

/** Keeps the search table beside the Patient, in the same transaction, from whatever channel it comes. */
export const patientIndexGuard: Guard = {
  name: 'patients.index',
  types: ['Patient'],
  async keep(ctx, changes) {
    await writeIndex(
      ctx,
      changes.flatMap(({ after, id }) => (after ? [indexRow(after as Patient, id)] : [])),
    )
    await dropIndex(
      ctx,
      changes.filter((change) => !change.after).map((change) => change.id),
    )
  },
}
