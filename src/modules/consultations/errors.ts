import { defineErrors } from '#kernel/app-error.ts'

/** Failures of consultations, death reviews and conferences. Texts for people are in data/messages/consultations.*.json. */
export const consultationErrors = defineErrors('consultations', {
  notFound: { category: 'not-found', text: '{id} is no consultation, death review or conference.' },
  notStay: { category: 'not-found', text: '{id} is not a stay of a patient in a bed.' },
  unknownKind: { category: 'invalid', text: 'There is no kind of consultation {kind} on this day.' },
  nobodyInvited: { category: 'invalid', text: 'Invite a department or a person.' },
  over: { category: 'conflict', text: 'This meeting is over: {state}.' },
  notInvited: { category: 'forbidden', text: 'This invitation is for {who}.' },
  answered: { category: 'conflict', text: '{by} has answered this invitation: {state}.' },
  reasonMissing: { category: 'invalid', text: 'Write the reason, in 3 characters or more.' },
  timeMissing: { category: 'invalid', text: 'Say at what time you could come.' },
  personMissing: { category: 'invalid', text: 'Say who goes instead.' },
  samePerson: { category: 'business-rule', text: 'Chair and secretary are two persons: both sign the minutes.' },
  notParticipant: { category: 'forbidden', text: 'Only who has accepted the invitation writes an opinion.' },
  nobodyCame: { category: 'business-rule', text: 'Nobody has accepted yet; minutes name who took part.' },
  inFuture: {
    category: 'invalid',
    text: 'The meeting is still to come; its minutes are written once it was held.',
  },
  notDead: { category: 'business-rule', text: 'The patient of this stay has not died in it.' },
  reviewOpen: { category: 'conflict', text: 'The review of this death is prepared already.' },
  notConducting: {
    category: 'forbidden',
    text: 'This is done by who asked for the meeting, its chair, its secretary, or those who treat the patient.',
  },
  notForYou: {
    category: 'forbidden',
    text: 'You are not invited to this meeting. The treating department can invite you.',
  },
})
