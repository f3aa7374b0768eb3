import type { HospitalModule } from '#platform/module.ts'
import { validate } from './validate.ts'

/** `$validate` of FHIR. */
export const fhirValidation: HospitalModule = {
  name: 'fhir-validation',
  permissions: {},
  fhirOperations: [validate],
}
