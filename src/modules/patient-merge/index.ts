import type { HospitalModule } from '#platform/module.ts'
import { moveStragglers } from './move-stragglers.ts'
import { mergeOperation, unmergeOperation } from './operations.ts'
import { mergeRoutes } from './routes.ts'

/** Two entries of one person become one, and two again when that was a mistake. */
export const patientMerge: HospitalModule = {
  name: 'patient-merge',
  permissions: { 'patients.merge': 'Merge two entries of one patient and take a merge back' },
  routes: mergeRoutes,
  jobs: [moveStragglers],
  fhirOperations: [mergeOperation, unmergeOperation],
}
