import { defineErrors } from '#kernel/app-error.ts'

export const confirmationErrors = defineErrors('confirmations', {
  noPlace: {
    category: 'business-rule',
    text: 'The paper {id} has no place for a confirmation by a patient or representative.',
  },
  given: { category: 'conflict', text: 'This place of the paper is confirmed already.' },
  relationMissing: { category: 'invalid', text: 'Say how the representative is related to the patient.' },
  witnessMissing: { category: 'invalid', text: 'This way of confirming needs a witness.' },
  witnessSame: {
    category: 'business-rule',
    text: 'The witness is another person than who confirms and who takes the confirmation.',
  },
  notOpen: { category: 'business-rule', text: 'This confirmation is no longer open: begin again.' },
  otherMethod: { category: 'invalid', text: 'The answer is of another method than the one that was begun.' },
  tooSmall: { category: 'invalid', text: 'The drawing is too short to be a signature.' },
  noPhone: { category: 'business-rule', text: 'No phone number of the patient or representative is known.' },
  noMessages: { category: 'business-rule', text: 'No message service is set up here (LANONG_MESSAGE_URL).' },
  messageFailed: { category: 'unavailable', text: 'The message service did not take the message. Try again.' },
  codeWrong: { category: 'business-rule', text: 'The code is not right. Tries left: {left}.' },
  readerUnknown: { category: 'business-rule', text: 'The fingerprint reader is not one of this hospital.' },
  notMatched: { category: 'business-rule', text: 'The fingerprint reader did not recognise the person.' },
  passkeyOfStaff: {
    category: 'business-rule',
    text: 'Who takes the confirmation registers no passkey of their own.',
  },
  passkeyTaken: { category: 'conflict', text: 'This passkey is of another person.' },
  passkeyUnknown: { category: 'business-rule', text: 'This person has no passkey like that.' },
  passkeyWrong: { category: 'business-rule', text: 'The passkey did not confirm this paper.' },
})
