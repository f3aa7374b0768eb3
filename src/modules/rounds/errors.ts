import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module rounds. Texts for people are in data/messages/rounds.*.json. */
export const roundErrors = defineErrors('rounds', {
  notStay: { category: 'not-found', text: '{id} is not a stay of a patient in a bed.' },
  ended: { category: 'business-rule', text: 'The stay has ended; nothing more is written of its course.' },
})
