import { defineErrors } from '#kernel/app-error.ts'

export const accessErrors = defineErrors('access', {
  refused: { category: 'forbidden', text: 'The rules of access do not let you {verb} this: {rule}.' },
  noDecision: { category: 'forbidden', text: 'No rule of access says what this address is about.' },
  wholeOnly: { category: 'forbidden', text: 'This needs access to the whole hospital.' },
  noAccount: { category: 'not-found', text: 'There is no account {userName}: ask for the user name again.' },
  noPatientAccount: {
    category: 'not-found',
    text: 'There is no account {userName} of a patient. Whoever represents needs one: ask for the user name again.',
  },
  ownRepresentative: {
    category: 'invalid',
    text: 'Nobody represents himself: choose the account of somebody else.',
  },
  representativeEnds: {
    category: 'invalid',
    text: 'It would have ended on {until} already: give a later start and end, or no end for a ward of age.',
  },
  representativeNeedsEnd: {
    category: 'invalid',
    text: 'The birthday of the patient is not known: say when the representation ends.',
  },
  labelStays: {
    category: 'forbidden',
    text: 'The protection {label} is taken off by the record office or the director with a reason, not by another change.',
  },
  labelThere: { category: 'conflict', text: 'It carries the protection {label} already.' },
  labelUnfit: {
    category: 'invalid',
    text: 'The label {label} is not put on this: labels of a person go on the patient, labels of what is sensitive on a visit.',
  },
  refusedUnknown: { category: 'invalid', text: 'There is no {kind} {id} whom a patient could refuse.' },
  refusalPast: {
    category: 'invalid',
    text: 'A refusal that ends on {until} is over already: choose a later day, or none.',
  },
  labelAbsent: { category: 'conflict', text: 'It does not carry the protection {label}.' },
  refusalStands: {
    category: 'forbidden',
    text: 'The patient has refused. The patient or a representative takes it back, or two persons of the record office or the director by a document.',
  },
  refusalChanged: { category: 'conflict', text: 'The refusal has changed since, or is over.' },
  ownRefusalEnd: { category: 'forbidden', text: 'Who asked to end a refusal does not decide about it.' },
  otherPatient: { category: 'business-rule', text: 'The visit is of another patient than the one that is named.' },
  unknownPurpose: { category: 'invalid', text: '{purpose} is no known purpose of use.' },
  glassShut: { category: 'forbidden', text: 'Emergency access does not open this.' },
  notNeeded: { category: 'conflict', text: 'You may see this without emergency access.' },
  openingEnded: { category: 'conflict', text: 'It has ended already.' },
  ownReview: { category: 'forbidden', text: 'Nobody reviews an emergency access of their own.' },
  ownInvitation: { category: 'forbidden', text: 'Nobody invites themselves or their own department.' },
  reviewed: { category: 'conflict', text: 'It has a verdict already.' },
})
