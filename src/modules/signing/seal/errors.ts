import { defineErrors } from '#kernel/app-error.ts'

export const sealErrors = defineErrors('seal', {
  notInstalled: { category: 'conflict', text: 'No seal of the facility is installed.' },
  stopped: {
    category: 'unavailable',
    text: 'The seal is stopped since its holder refused the PIN ({code}). Install it again.',
  },
  secretLost: {
    category: 'unavailable',
    text: 'The secret that the PIN of the seal is kept under is not in the data folder. Install the seal again.',
  },
  otherFacility: {
    category: 'business-rule',
    text: 'The certificate names {certificate}, not {facility}: only the own facility is sealed for.',
  },
  keyOfPerson: {
    category: 'business-rule',
    text: 'A person signs with this key: it cannot be the seal of the facility.',
  },
  pinRefused: {
    category: 'business-rule',
    text: 'The holder of the key refuses the PIN. Nothing was installed.',
  },
  asksPerson: {
    category: 'business-rule',
    text: 'This key wants a person for each signature (a code or an app): a seal cannot.',
  },
  unproven: { category: 'business-rule', text: 'The key signs, but not for the certificate that is with it.' },
  noPlace: { category: 'business-rule', text: 'The paper {id} has no place that waits for the seal.' },
})
