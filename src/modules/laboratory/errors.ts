import { defineErrors } from '#kernel/app-error.ts'

export const laboratoryErrors = defineErrors('laboratory', {
  nothingToCollect: {
    category: 'business-rule',
    text: 'Nothing of requisition {requisition} waits for a sample.',
  },
  tubeUnknown: { category: 'not-found', text: 'There is no tube with the number {accession}.' },
  accessionTaken: { category: 'conflict', text: 'The tube number {accession} is already on another tube.' },
  tubeState: { category: 'conflict', text: 'Tube {accession} is {state} and cannot be {wanted}.' },
  tubeHasResults: {
    category: 'business-rule',
    text: 'Tube {accession} already has released results and cannot be rejected.',
  },
  reasonUnknown: { category: 'invalid', text: 'There is no rejection reason {reason}.' },
  collectedLater: {
    category: 'invalid',
    text: 'A sample cannot have been taken in the future or before it was ordered.',
  },
  testUnknown: { category: 'invalid', text: 'Request {request} has no test {test}.' },
  notCollected: {
    category: 'business-rule',
    text: 'No sample of requisition {requisition} has been received yet.',
  },
  nothingToValidate: {
    category: 'business-rule',
    text: 'Nothing of requisition {requisition} waits for validation.',
  },
  nothingToRelease: {
    category: 'business-rule',
    text: 'Nothing of requisition {requisition} can be released yet.',
  },
  criticalNotCalled: {
    category: 'business-rule',
    text: 'Critical value of {test}: call the ward and have it read back first.',
  },
  notCritical: { category: 'business-rule', text: 'Result {id} is not critical.' },
  changedMeanwhile: { category: 'conflict', text: 'Result {id} was changed by someone else.' },
  notReleased: { category: 'business-rule', text: 'Result {id} is not released; correct it in the entry grid.' },
  valueRefused: { category: 'invalid', text: 'The value of {test} cannot be read: {reason}.' },
  sameValue: { category: 'business-rule', text: 'The new value of {test} equals the old one.' },
  releasedIsFinal: {
    category: 'business-rule',
    text: 'Released result {id} changes only by an amendment with its reason.',
  },
})
