import type { Parameter } from '#fhir/search/parameter.ts'
import type { FhirOperation } from '#platform/fhir-operation.ts'
import { parameters, structures } from '#store/definitions.ts'

const interactions = [
  'read',
  'vread',
  'update',
  'delete',
  'history-instance',
  'history-type',
  'create',
  'search-type',
]

/** What this server does, made from what runs. http://hl7.org/fhir/R4/http.html#capabilities */
export function capabilityStatement(base: string, startedAt: Date, operations: readonly FhirOperation[]) {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: startedAt.toISOString(),
    kind: 'instance',
    software: { name: 'Lãn Ông', version: '0.1.0' },
    implementation: { description: 'Lãn Ông hospital record system', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        documentation: `Not supported: XML, patch, and the search parameters ${unsupportedList()}.`,
        security: { cors: false, description: 'OAuth 2.1 client credentials, or the session of the application' },
        resource: Object.keys(structures.resourceTypes).map((type) => resourceEntry(type, operations)),
        interaction: ['transaction', 'batch', 'history-system'].map((code) => ({ code })),
        ...operationList(operations.filter((one) => one.levels.includes('system'))),
      },
    ],
  }
}

function unsupportedList(): string {
  return parameters
    .unsupported()
    .map((one) => `${one.base}.${one.code} (${one.reason})`)
    .join(', ')
}

function operationList(operations: readonly FhirOperation[]) {
  if (operations.length === 0) return {}
  return { operation: operations.map(({ name, definition }) => ({ name, definition })) }
}

/** Operations of a type or its instances; those for every type stand there too. */
function isOfType(one: FhirOperation, type: string): boolean {
  if (one.types !== undefined) return one.types.includes(type)
  return one.levels.some((level) => level !== 'system')
}

function resourceEntry(type: string, operations: readonly FhirOperation[]) {
  const known = [...parameters.of(type).values()]
  const references = known.filter((one) => one.kind === 'reference').map((one) => `${type}:${one.code}`)
  return {
    type,
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    referencePolicy: ['literal', 'logical', 'enforced'],
    ...(references.length === 0 ? {} : { searchInclude: references }),
    searchParam: [
      { name: '_id', type: 'token' },
      { name: '_lastUpdated', type: 'date' },
      ...known.map((one: Parameter) => ({ name: one.code, type: one.kind })),
    ],
    ...operationList(operations.filter((one) => isOfType(one, type))),
  }
}
