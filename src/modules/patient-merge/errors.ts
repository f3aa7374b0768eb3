import { defineErrors } from '#kernel/app-error.ts'

/** Failures of merging. Texts for people are in data/messages/patient-merge.*.json. */
export const mergeErrors = defineErrors('patientMerge', {
  sameEntry: { category: 'invalid', text: 'An entry cannot be merged into itself.' },
  notFoundOnce: {
    category: 'business-rule',
    text: 'The {which} patient must be named so that exactly one entry is found; {count} were.',
  },
  alreadyMerged: { category: 'conflict', text: 'Patient {id} was already merged into {into}.' },
  resultWrong: { category: 'invalid', text: 'The resulting patient is not acceptable: {reason}.' },
  reasonMissing: { category: 'invalid', text: 'Give the reason why both entries are one person.' },
  changedSince: {
    category: 'conflict',
    text: 'Patient {id} was changed since the comparison was shown. Look at both again.',
  },
  notMerged: { category: 'not-found', text: 'Patient {id} was not merged into another entry.' },
  mergedOnward: {
    category: 'conflict',
    text: 'Patient {id} was itself merged into {into} since. Undo that merge first.',
  },
})
