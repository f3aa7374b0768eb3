import { defineErrors } from '#kernel/app-error.ts'

export const fhirApiErrors = defineErrors('fhirApi', {
  bodyMissing: { category: 'invalid', text: 'The request needs a FHIR resource as its body.' },
  wrongType: { category: 'invalid', text: 'The body is a {found}; the address is for {type}.' },
  formatUnknown: { category: 'invalid', text: 'Only FHIR JSON is spoken here, not {format}.' },
  badHeader: { category: 'invalid', text: 'The header {header} is not valid: {value}.' },
  notReadable: { category: 'invalid', text: '{url} cannot be read here.' },
  unknownType: { category: 'not-found', text: '{type} is not a resource type of FHIR R4.' },
  operationUnknown: { category: 'not-found', text: 'There is no operation {operation} here.' },
  inputInvalid: { category: 'invalid', text: 'The input {input} of {operation} is not valid: {reason}.' },
  methodNotAllowed: { category: 'not-allowed', text: '{method} is not allowed at {address}, only {allowed}.' },
  unknownAddress: { category: 'not-found', text: 'There is nothing at this address.' },
})
