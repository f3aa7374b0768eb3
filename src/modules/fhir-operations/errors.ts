import { defineErrors } from '#kernel/app-error.ts'

/** Failures of operations. Texts for people are in data/messages/fhir-operations.*.json. */
export const operationErrors = defineErrors('fhirOperations', {
  unknownType: { category: 'invalid', text: '{type} is not a resource type of FHIR R4.' },
  subjectMissing: { category: 'invalid', text: 'Name the patient: subject or patient.' },
  tooMany: {
    category: 'too-costly',
    text: 'More than {most} resources are asked for. Narrow it by code, category or date.',
  },
  documentNeedsId: { category: 'invalid', text: 'Name the Composition by its id.' },
  graphUnsupported: {
    category: 'invalid',
    text: 'Documents by a GraphDefinition are not supported; leave graph out.',
  },
})
