import { defineErrors } from '#kernel/app-error.ts'

export const documentErrors = defineErrors('documents', {
  notPaper: { category: 'not-found', text: '{id} is not a paper of this hospital.' },
  subjectMissing: { category: 'invalid', text: 'The form {form} needs {what}.' },
  nothingToPrint: { category: 'business-rule', text: 'There is nothing to put on the form {form} yet: {what}.' },
  signed: {
    category: 'business-rule',
    text: 'The paper is signed. Give a reason to make a correction, which replaces it.',
  },
  reasonMissing: { category: 'invalid', text: 'A correction needs a reason.' },
  notSigned: {
    category: 'business-rule',
    text: 'The paper is not signed yet: prepare it again instead of correcting it.',
  },
})
