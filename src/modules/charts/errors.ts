import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module charts. Texts for people are in data/messages/charts.*.json. */
export const chartErrors = defineErrors('charts', {
  notStay: { category: 'not-found', text: '{id} is not a stay of a patient in a bed.' },
})
