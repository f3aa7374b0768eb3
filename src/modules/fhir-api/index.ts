import type { HospitalModule } from '#platform/module.ts'
import { reindex, words } from './reindex.ts'
import { versions } from './versions.ts'

/** FHIR R4 over HTTP. Its routes are mounted at /fhir/R4 by `fhirRoutes`, not below /api. */
export const fhirApi: HospitalModule = {
  name: 'fhir-api',
  jobs: [reindex, words],
  permissions: {
    'fhir.read': 'Read and search all resources over FHIR',
    'fhir.write': 'Write resources over FHIR',
  },
  fhirOperations: [versions],
}

export { answerAhead } from './ahead.ts'
export { bundleBytes, matchEntry } from './bundle-bytes.ts'
export { textOfIssue } from './issue-texts.ts'
export { fhirOperation } from './operations.ts'
export { fhirRoutes } from './routes.ts'
export { subsetOf } from './subset.ts'
