import { defineErrors } from '#kernel/app-error.ts'

export const stockErrors = defineErrors('wardStock', {
  notEnough: { category: 'business-rule', text: 'The ward holds {held} {unit} of {drug}, not {asked}.' },
  needsWitness: { category: 'business-rule', text: '{drug} needs a second person who signs.' },
  witnessMayNot: { category: 'forbidden', text: 'This person may not sign as the second person.' },
  witnessOver: {
    category: 'business-rule',
    text: 'The second person must sign again: each confirmation counts once, for a few minutes.',
  },
  nothing: { category: 'invalid', text: 'Name at least one medicine and an amount.' },
  notProven: {
    category: 'invalid',
    text: 'The second person gives name and PIN or password, badge and PIN, or a passkey.',
  },
  samePerson: { category: 'business-rule', text: 'The second person must be another one.' },
  lotUnknown: { category: 'not-found', text: 'The ward has no lot {lot} of {drug}.' },
  drugUnknown: { category: 'invalid', text: 'There is no medicine {code} in the list.' },
  expired: { category: 'business-rule', text: 'Lot {lot} of {drug} expired on {day}.' },
  barcodeTaken: { category: 'conflict', text: 'The code {code} already stands for {drug}.' },
  requisitionState: { category: 'conflict', text: 'This requisition is {state} already.' },
  differenceNeedsReason: {
    category: 'business-rule',
    text: 'The count of {drug} differs by {difference}. Say why.',
  },
})
