import type { HospitalModule } from '#platform/module.ts'
import { exports, importOperation } from './operations.ts'
import { bulkRoutes } from './routes.ts'
import { removeOldFiles, runBulkJobs } from './run-jobs.ts'

/** All data of many patients out and in as NDJSON: FHIR Bulk Data Access. */
export const bulkData: HospitalModule = {
  name: 'bulk-data',
  permissions: {
    'fhir.export': 'Export all data, or that of a group, over FHIR',
    'fhir.import': 'Import NDJSON over FHIR',
  },
  routes: bulkRoutes,
  jobs: [runBulkJobs, removeOldFiles],
  fhirOperations: [...exports, importOperation],
}
