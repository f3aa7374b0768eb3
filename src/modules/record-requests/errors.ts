import { defineErrors } from '#kernel/app-error.ts'

export const requestErrors = defineErrors('requests', {
  reasonMissing: { category: 'invalid', text: 'A refusal needs its reason.' },
  unknownKind: { category: 'invalid', text: 'There is no kind of asker {kind} on {day}.' },
  notAllowed: {
    category: 'business-rule',
    text: 'The law does not give {want} of a record that is {state} to this asker ({clause}).',
  },
  inWriting: { category: 'business-rule', text: 'This asker must ask in writing: give the day of the letter.' },
  relationMissing: { category: 'invalid', text: 'Say what the asker is to the patient.' },
  alreadyDecided: { category: 'conflict', text: 'Request {number} was decided already.' },
  ownRequest: {
    category: 'forbidden',
    text: 'Request {number} asks for access of your own: somebody else decides it.',
  },
  untilMissing: { category: 'invalid', text: 'A grant ends on a day: at most {days} days from today.' },
  notGranted: { category: 'forbidden', text: 'Request {number} is not granted.' },
  expired: { category: 'forbidden', text: 'The grant of request {number} ended on {until}.' },
  notYours: { category: 'forbidden', text: 'Request {number} was granted to another account.' },
  unknownAccount: { category: 'not-found', text: 'There is no account {userName}.' },
  noPaper: { category: 'business-rule', text: 'Record {number} has no paper to lend.' },
  lent: { category: 'conflict', text: 'The paper of record {number} is lent already.' },
  returned: { category: 'conflict', text: 'This loan was returned already.' },
})
