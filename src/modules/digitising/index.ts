import type { HospitalModule } from '#platform/module.ts'
import { readingJob } from './reading/take-turns.ts'
import { digitisingRoutes } from './routes.ts'

/** Paper records made electronic: scanned, indexed, checked by a second person, marked and sealed. */
export const digitising: HospitalModule = {
  name: 'digitising',
  permissions: {
    'digitising.read': 'See scans of paper records that are under way',
    'digitising.scan': 'Upload and index scans of paper records',
    'digitising.check': 'Compare the scans of others with the paper and seal them into the record',
  },
  routes: digitisingRoutes,
  jobs: [readingJob],
}
