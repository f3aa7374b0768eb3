import { defineErrors } from '#kernel/app-error.ts'

/** Failures of prescribing. */
export const prescriptionErrors = defineErrors('prescriptions', {
  visitEnded: { category: 'business-rule', text: 'The visit has ended; nothing more can be prescribed in it.' },
  changedMeanwhile: {
    category: 'precondition',
    text: 'The prescription was changed by {by} at {at}. Look at both versions; yours is kept as a draft.',
  },
  unknownDrug: { category: 'invalid', text: 'The drug list holds no {code} on this day.' },
  lineTaken: { category: 'invalid', text: 'Line {id} belongs to another prescription.' },
  nothingToIssue: { category: 'business-rule', text: 'There is no drug to issue.' },
  noDiagnosis: { category: 'business-rule', text: 'A prescription needs a main diagnosis first.' },
  heldBack: {
    category: 'business-rule',
    text: '{count} alerts hold the prescription back. Accept them with a reason or change the drugs.',
  },
  quantityTooSmall: {
    category: 'business-rule',
    text: 'The quantity of {drug} ({quantity}) does not last {days} days; {needed} are needed.',
  },
  issuedIsFinal: {
    category: 'locked',
    text: 'Prescription {code} is issued and never changes. Write a new one that replaces it.',
  },
  notIssued: { category: 'not-found', text: 'This visit has no issued prescription {code}.' },
  draftInTheWay: {
    category: 'conflict',
    text: 'A draft is being written in this visit. Issue or empty it before replacing {code}.',
  },
  noFreeCode: { category: 'fault', text: 'No free prescription code was found.' },
})
