import { defineErrors } from '#kernel/app-error.ts'

export const fhirPathErrors = defineErrors('fhirpath', {
  invalid: { category: 'invalid', text: 'The FHIRPath expression is not valid: {reason}.' },
  tooLong: { category: 'too-costly', text: 'The FHIRPath expression is longer than {most} characters.' },
  tooDeep: { category: 'too-costly', text: 'The FHIRPath expression is nested deeper than {most} levels.' },
  tooCostly: { category: 'too-costly', text: 'The FHIRPath expression needs more than {most} {what}.' },
  failed: { category: 'business-rule', text: 'The FHIRPath expression cannot be evaluated: {reason}.' },
})
