import { defineErrors } from '#kernel/app-error.ts'

export const patchErrors = defineErrors('patch', {
  invalid: { category: 'invalid', text: 'Operation {number} of the patch is not valid: {reason}.' },
  notFound: { category: 'business-rule', text: 'Operation {number} of the patch: {path} does not exist.' },
  several: {
    category: 'business-rule',
    text: 'Operation {number} of the patch: {path} is {count} elements, not one.',
  },
  exists: { category: 'business-rule', text: 'Operation {number} of the patch: {path} has a value already.' },
  outOfRange: {
    category: 'business-rule',
    text: 'Operation {number} of the patch: {path} has {count} elements, {index} is none of them.',
  },
  testFailed: {
    category: 'business-rule',
    text: 'Operation {number} of the patch: {path} is not what the test says.',
  },
  tooCostly: { category: 'too-costly', text: 'The patch needs more than {most} {what}.' },
})
