import { defineErrors } from '#kernel/app-error.ts'

export const accessErrors = defineErrors('access', {
  refused: { category: 'forbidden', text: 'The rules of access do not let you {verb} this: {rule}.' },
  noDecision: { category: 'forbidden', text: 'No rule of access says what this address is about.' },
  wholeOnly: { category: 'forbidden', text: 'This needs access to the whole hospital.' },
  ownRepresentative: {
    category: 'invalid',
    text: 'Nobody represents himself: choose the account of somebody else.',
  },
  representativeEnds: {
    category: 'invalid',
    text: 'It would have ended on {until} already: give a later end, or none for a ward of age.',
  },
  otherPatient: { category: 'business-rule', text: 'The visit is of another patient than the one that is named.' },
  unknownPurpose: { category: 'invalid', text: '{purpose} is no known purpose of use.' },
  glassShut: { category: 'forbidden', text: 'Emergency access does not open this.' },
  notNeeded: { category: 'conflict', text: 'You may see this without emergency access.' },
  openingEnded: { category: 'conflict', text: 'It has ended already.' },
  ownReview: { category: 'forbidden', text: 'Nobody reviews an emergency access of their own.' },
  ownInvitation: { category: 'forbidden', text: 'Nobody invites themselves or their own department.' },
  reviewed: { category: 'conflict', text: 'It has a verdict already.' },
})
