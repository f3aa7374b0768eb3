import { defineErrors } from '#kernel/app-error.ts'

export const incidentErrors = defineErrors('incidents', {
  kind: { category: 'invalid', text: 'There is no kind of incident {kind}. Take one of the list.' },
  moment: { category: 'invalid', text: 'The moment {at} lies in the future or before the incident was noticed.' },
  closed: { category: 'conflict', text: 'Incident {number} is closed; nothing is added to it. Open a new one.' },
  unclassified: {
    category: 'business-rule',
    text: 'Classify incident {number} first: what is to be told follows from it.',
  },
  noObligation: { category: 'not-found', text: 'Incident {number} has no notice {code} to give.' },
  obligationDone: { category: 'conflict', text: 'The notice {code} of incident {number} was given already.' },
  obligationsOpen: {
    category: 'business-rule',
    text: 'Incident {number} still owes {count} notices. Give them, or say why they are not needed.',
  },
  notProposed: {
    category: 'business-rule',
    text: 'Nobody has proposed to close incident {number}, or something was added since.',
  },
  secondPerson: { category: 'business-rule', text: 'Another person than who proposed it closes the incident.' },
  period: { category: 'invalid', text: 'Say a period that begins before it ends, of at most {days} days.' },
})
