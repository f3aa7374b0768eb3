import type { HospitalModule } from '#platform/module.ts'
import { document } from './document.ts'
import { encounterEverything, patientEverything } from './everything.ts'
import { lastn } from './lastn.ts'
import { meta, metaAdd, metaDelete } from './meta.ts'

/** Operations of FHIR that belong to no hospital capability. */
export const fhirOperations: HospitalModule = {
  name: 'fhir-operations',
  permissions: {},
  fhirOperations: [patientEverything, encounterEverything, lastn, meta, metaAdd, metaDelete, document],
}
