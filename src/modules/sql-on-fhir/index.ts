import type { HospitalModule } from '#platform/module.ts'
import { runView } from './run-operation.ts'

/** Tables over the store by ViewDefinition: the base of reports. */
export const sqlOnFhir: HospitalModule = {
  name: 'sql-on-fhir',
  permissions: {},
  fhirOperations: [runView],
}

export { type ViewFormat, writeViewFile } from './write-file.ts'
