import { defineErrors } from '#kernel/app-error.ts'

export const sdcErrors = defineErrors('sdc', {
  partMissing: { category: 'business-rule', text: 'The part {part} of a form is not there.' },
  partCycle: { category: 'business-rule', text: 'The part {part} of a form contains itself.' },
  partDepth: { category: 'business-rule', text: 'Parts of forms are nested deeper than {most}.' },
  partConflict: { category: 'business-rule', text: 'Two parts of the form define {name} differently.' },
  formFaults: { category: 'business-rule', text: 'The form {form} cannot be used: {faults}.' },
})
