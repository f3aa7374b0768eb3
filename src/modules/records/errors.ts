import { defineErrors } from '#kernel/app-error.ts'

/** `records.locked` is told by the store (src/store/errors.ts): it holds for every channel. */
export const recordErrors = defineErrors('records', {
  notRecord: { category: 'not-found', text: 'Encounter {id} is not the root of a record.' },
  badTransition: { category: 'business-rule', text: 'A record that is {from} cannot become {to}.' },
  notConcluded: {
    category: 'business-rule',
    text: 'Record {number} cannot be finished: {missing} of what the visit needs is missing.',
  },
  incomplete: {
    category: 'business-rule',
    text: 'Record {number} lacks {missing} things and cannot be completed.',
  },
  noRule: {
    category: 'business-rule',
    text: 'There is no completeness rule for records of kind {kind} on {day}.',
  },
  eventMissing: {
    category: 'business-rule',
    text: 'A change of state of record {number} must say who, when and to what.',
  },
  reasonMissing: { category: 'invalid', text: 'Say why, for record {number}, in at least 10 characters.' },
  secondPerson: {
    category: 'business-rule',
    text: 'This takes two persons: one asks, another one with the authority decides.',
  },
  reopeningAsked: { category: 'conflict', text: 'Somebody asked already for record {number} to be reopened.' },
  alreadyDecided: { category: 'conflict', text: 'This was decided already.' },
  notLonger: {
    category: 'business-rule',
    text: 'Record {number} is kept until {until}: a term is only raised, to a class that the rules name.',
  },
  onHold: { category: 'locked', text: 'Record {number} is under legal hold ({basis}).' },
  liftNotAsked: { category: 'business-rule', text: 'Nobody has asked for this hold to be lifted.' },
  notArchived: {
    category: 'business-rule',
    text: 'Record {number} is {state}, not archived: write in it as usual, or have it sent back or reopened.',
  },
  supplementMark: { category: 'business-rule', text: 'Only a supplement to an archived record is marked as one.' },
  locationMissing: { category: 'invalid', text: 'Say where the paper of the record lies.' },
  archiveNumberMissing: {
    category: 'business-rule',
    text: 'Record {number} cannot be archived without an archive number and a retention term.',
  },
  numberTaken: { category: 'conflict', text: 'There is another record with the number {number}.' },
  importNotWhole: {
    category: 'invalid',
    text: 'The exported record does not hold: {fault}. Nothing was taken in.',
  },
  importExists: {
    category: 'conflict',
    text: 'Record {number} cannot be taken in: {what} is here already. Nothing was taken in.',
  },
  numberIsFixed: { category: 'business-rule', text: 'The number of record {number} never changes.' },
})
