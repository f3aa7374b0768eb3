import type { Patient } from '@medplum/fhirtypes'
import type { Guard } from '#platform/guard.ts'
import { indexRow } from './domain/index-row.ts'
import { indexDropped, indexWritten } from './repository.ts'

/** Keeps the search table beside the Patient, in the same transaction, from whatever channel it comes. */
export const patientIndexGuard: Guard = {
  name: 'patients.index',
  types: ['Patient'],
  beside(ctx, changes) {
    const rows = changes.flatMap(({ after, id }) => (after ? [indexRow(after as Patient, id)] : []))
    const gone = changes.filter((change) => !change.after).map((change) => change.id)
    return [...indexWritten(ctx, rows), ...indexDropped(ctx, gone)]
  },
}
