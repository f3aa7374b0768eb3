import type { HospitalModule } from '#platform/module.ts'
import { operations } from './operations.ts'

/** The terminology operations of FHIR R4. */
export const fhirTerminology: HospitalModule = {
  name: 'fhir-terminology',
  permissions: {},
  fhirOperations: operations,
}

/** `GET /metadata?mode=terminology` */
export { terminologyCapabilities } from './capabilities.ts'
