import { fhirOperation } from './operations.ts'

/** http://hl7.org/fhir/R4/capabilitystatement-operation-versions.html */
export const versions = fhirOperation(
  {
    name: 'versions',
    levels: ['system'],
    affectsState: false,
    permission: 'public',
    definition: 'http://hl7.org/fhir/OperationDefinition/CapabilityStatement-versions',
  },
  async () => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'version', valueCode: '4.0' },
      { name: 'default', valueCode: '4.0' },
    ],
  }),
)
