import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module vitals. Texts for people are in data/messages/vitals.*.json. */
export const vitalErrors = defineErrors('vitals', {
  impossible: {
    category: 'invalid',
    text: '{key} cannot be right: it must lie between {low} and {high}. Measure again.',
  },
  pressureIncomplete: { category: 'invalid', text: 'A blood pressure needs both values, systolic and diastolic.' },
  pressureReversed: { category: 'invalid', text: 'The systolic pressure must be higher than the diastolic one.' },
  nothing: { category: 'invalid', text: 'Nothing was measured. Fill in at least one value.' },
  pleaseConfirm: {
    category: 'business-rule',
    text: 'Rare values: {keys}. Look again and confirm, or correct them.',
  },
  measuredInFuture: { category: 'invalid', text: 'The time of measuring lies in the future.' },
  measuredBeforeVisit: {
    category: 'invalid',
    text: 'The time of measuring lies more than 12 hours before the visit began ({begun}).',
  },
  noSuchSet: { category: 'not-found', text: 'There are no vital signs of this time in this visit.' },
  noEscalation: { category: 'not-found', text: 'There is no call {id} of an early-warning score.' },
  escalationTaken: { category: 'conflict', text: '{by} has taken this call already.' },
  escalationAnswered: { category: 'conflict', text: 'This call was answered already by {by}.' },
})
