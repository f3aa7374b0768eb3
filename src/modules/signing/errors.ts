import { defineErrors } from '#kernel/app-error.ts'

export const signingErrors = defineErrors('signing', {
  noKey: { category: 'business-rule', text: 'This account has no signing key.' },
  noPinHere: {
    category: 'business-rule',
    text: 'There is no signing PIN that this computer can check. Take the password or a passkey.',
  },
  pinWrong: { category: 'business-rule', text: 'The PIN is not right. Tries left: {left}.' },
  pinNotTheirs: { category: 'unauthenticated', text: 'The PIN is not that of this person.' },
  pinLocked: { category: 'locked', text: 'The key is locked after repeated wrong PINs, until {until}.' },
  noAuthority: {
    category: 'unavailable',
    text: 'No certificate authority is set up. The demo authority serves only demo mode.',
  },
  certificateNotValid: {
    category: 'business-rule',
    text: 'The certificate of the signer is not valid: {reason}.',
  },
  otherPerson: {
    category: 'business-rule',
    text: 'The certificate is of {certificate}, not of {person}.',
  },
  clockWrong: {
    category: 'unavailable',
    text: "This server's clock is {seconds} seconds away from the time-stamp authority's. Set it right before signing.",
  },
  noTimeStamps: { category: 'unavailable', text: 'No time-stamp authority is set up (LANONG_TIME_STAMP_URL).' },
  contentChanged: {
    category: 'precondition',
    text: 'The paper {id} is no longer the one that was shown. Open it again before signing.',
  },
  notReviewed: {
    category: 'precondition',
    text: 'Papers of this batch that were not opened: {count}. What is signed together is seen one by one before.',
  },
  noSlot: { category: 'business-rule', text: 'The paper {id} has no place that waits for a signature of yours.' },
  notYourTurn: { category: 'business-rule', text: 'On the paper {id} somebody else signs first: {slot}.' },
  samePerson: {
    category: 'business-rule',
    text: 'On the paper {id} you have signed as {signed}: another person signs as {slot}.',
  },
  notSignable: { category: 'business-rule', text: 'The paper {id} cannot be signed: it is {state}.' },
  formNotCompleted: {
    category: 'business-rule',
    text: 'The paper {id} cannot be signed: its form is {state}, not completed.',
  },
  contentLocked: {
    category: 'locked',
    text: 'The paper {id} is signed: its content cannot change. Make a correction.',
  },
  evidenceLocked: { category: 'locked', text: 'The evidence of a signature cannot be changed or deleted.' },
  fileMissing: { category: 'invalid', text: 'The file that the paper {id} names is not kept here.' },
  serverOnly: { category: 'forbidden', text: 'A paper is marked as signed only by signing it.' },
})
