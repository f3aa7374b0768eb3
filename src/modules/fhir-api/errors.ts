import { defineErrors } from '#kernel/app-error.ts'

export const fhirApiErrors = defineErrors('fhirApi', {
  bodyMissing: { category: 'invalid', text: 'The request needs a FHIR resource as its body.' },
  wrongType: { category: 'invalid', text: 'The body is a {found}; the address is for {type}.' },
  formatUnknown: { category: 'invalid', text: 'Only FHIR JSON is spoken here, not {format}.' },
  badHeader: { category: 'invalid', text: 'The header {header} is not valid: {value}.' },
  notReadable: { category: 'invalid', text: '{url} cannot be read here.' },
  unknownAddress: { category: 'not-found', text: 'There is nothing at this address.' },
})
