import { defineErrors } from '#kernel/app-error.ts'

export const fhirApiErrors = defineErrors('fhirApi', {
  bodyMissing: { category: 'invalid', text: 'The request needs a FHIR resource as its body.' },
  bodyTooLarge: { category: 'too-large', text: 'The body is larger than {most}.' },
  bodyValues: { category: 'too-large', text: 'The body holds more than {most} values.' },
  wrongType: { category: 'invalid', text: 'The body is a {found}; the address is for {type}.' },
  notAcceptable: { category: 'not-acceptable', text: 'FHIR JSON and XML are spoken here, not {format}.' },
  mediaType: { category: 'media-type', text: 'A body of type {type} is not taken here.' },
  encodingUnknown: { category: 'media-type', text: 'A body encoded as {encoding} is not taken here.' },
  notUtf8: { category: 'invalid', text: 'The text is not UTF-8.' },
  badHeader: { category: 'invalid', text: 'The header {header} is not valid: {value}.' },
  badParameter: { category: 'invalid', text: 'The parameter {parameter} is not valid: {value}.' },
  badEncoding: { category: 'invalid', text: 'The address holds an escape that is none: {text}.' },
  unknownType: { category: 'not-found', text: '{type} is not a resource type of FHIR R4.' },
  operationUnknown: { category: 'not-found', text: 'There is no operation {operation} here.' },
  inputInvalid: { category: 'invalid', text: 'The input {input} of {operation} is not valid: {reason}.' },
  methodNotAllowed: { category: 'not-allowed', text: '{method} is not allowed at {address}, only {allowed}.' },
  conditionEmpty: {
    category: 'precondition',
    text: 'A condition without a search parameter would match everything.',
  },
  ifMatchUnknown: {
    category: 'precondition',
    text: 'If-Match names {value}, which is no version of this server.',
  },
  versionNeeded: {
    category: 'precondition',
    text: 'A change of {type} needs the header If-Match with its version.',
  },
  tooMany: { category: 'precondition', text: 'The condition matches more than {most} resources.' },
  nothingMatches: { category: 'not-found', text: 'Nothing matches {query}.' },
  patchIdentity: { category: 'business-rule', text: 'A patch must not change {element}.' },
  bundleType: {
    category: 'invalid',
    text: 'A Bundle of type {type} is not processed here, only batch and transaction.',
  },
  bundleEntry: { category: 'invalid', text: 'Entry {index} cannot be processed: {reason}.' },
  bundleLarge: { category: 'too-costly', text: 'A Bundle may hold {most} entries.' },
  unknownAddress: { category: 'not-found', text: 'There is nothing at this address.' },
})
