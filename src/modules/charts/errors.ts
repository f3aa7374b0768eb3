import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module charts. Texts for people are in data/messages/charts.*.json. */
export const chartErrors = defineErrors('charts', {
  notStay: { category: 'not-found', text: '{id} is not a stay of a patient in a bed.' },
  notInLabour: { category: 'business-rule', text: 'A partograph is kept of a woman in labour.' },
  nothingFound: { category: 'invalid', text: 'An examination says something that was found.' },
  inFuture: { category: 'invalid', text: 'An examination lies in the future.' },
  beforeStay: { category: 'invalid', text: 'The stay began at {since}.' },
  noSuchExamination: { category: 'not-found', text: 'There is no examination of that moment.' },
})
