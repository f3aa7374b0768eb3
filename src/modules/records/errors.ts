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
  reasonMissing: { category: 'invalid', text: 'Say why record {number} is reopened.' },
  archiveNumberMissing: {
    category: 'business-rule',
    text: 'Record {number} cannot be archived without an archive number and a retention term.',
  },
  numberTaken: { category: 'conflict', text: 'There is another record with the number {number}.' },
  numberIsFixed: { category: 'business-rule', text: 'The number of record {number} never changes.' },
})
