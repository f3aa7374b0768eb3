import { defineErrors } from '#kernel/app-error.ts'

export const validationErrors = defineErrors('fhirValidation', {
  noResource: {
    category: 'invalid',
    text: 'There is no resource to validate: send one, or name a stored one in the address.',
  },
  modeUnknown: {
    category: 'invalid',
    text: "The mode '{mode}' is not one of create, update, delete and profile.",
  },
})
