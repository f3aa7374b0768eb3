import { defineErrors } from '#kernel/app-error.ts'

/** Failures of the outpatient examination. */
export const examErrors = defineErrors('exam', {
  visitEnded: { category: 'business-rule', text: 'The visit has ended; its examination can not be changed.' },
  concluded: {
    category: 'business-rule',
    text: 'The examination is concluded. Open it again with a reason to change it.',
  },
  notConcluded: { category: 'business-rule', text: 'The examination is not concluded.' },
  changedMeanwhile: {
    category: 'precondition',
    text: '{by} changed this examination at {at}. See both versions; yours is kept as a draft.',
  },
  diagnosesChanged: {
    category: 'precondition',
    text: 'The diagnoses were changed meanwhile. Look at them again.',
  },
  unknownCode: { category: 'invalid', text: 'ICD-10 has no code {code} on this day.' },
  notPrimary: { category: 'business-rule', text: '{code} can not be the main diagnosis.' },
  deathCauseOnly: { category: 'business-rule', text: '{code} may only be a cause of death.' },
  twice: { category: 'invalid', text: '{code} is listed twice.' },
  incomplete: { category: 'business-rule', text: '{count} parts of the record are missing: {missing}.' },
  notADay: { category: 'invalid', text: 'The day {value} does not exist.' },
})
