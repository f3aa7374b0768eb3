import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module patients. Texts for people are in data/messages/patients.*.json. */
export const patientErrors = defineErrors('patients', {
  cardEmpty: { category: 'invalid', text: 'Nothing was read from the card. Scan again or type by hand.' },
  cardTooLong: {
    category: 'invalid',
    text: 'This code holds {length} characters; an identity card holds less. Scan the code on the card.',
  },
  cardNumberLength: {
    category: 'invalid',
    text: 'A personal number has 12 digits, this one has {digits}. Scan again or type the number from the card.',
  },
  cardDate: {
    category: 'invalid',
    text: 'The birth date {date} on this code does not exist. Compare with the card and type by hand.',
  },
  cardBirthInFuture: {
    category: 'invalid',
    text: 'The birth date {date} on this code lies in the future. Compare with the card and type by hand.',
  },
  cardInsuranceNumber: {
    category: 'invalid',
    text: '{number} is no insurance card number. It has 2 letters and 13 digits, or 10 digits.',
  },
  cardIsPayment: {
    category: 'invalid',
    text: 'This is a bank payment code, not an identity card. Scan the identity card, VNeID or insurance card.',
  },
  cardIsPrescription: {
    category: 'invalid',
    text: 'This is the code of prescription {code}, not an identity card. Scan the identity card, VNeID or insurance card.',
  },
  cardIsLink: {
    category: 'invalid',
    text: 'This is a web link, not an identity card. Scan the identity card, VNeID or insurance card.',
  },
  cardUnknown: {
    category: 'invalid',
    text: 'This code is not an identity card that we know. If it is the VNeID screen code, open the card copy in VNeID, or type by hand.',
  },
  nameMissing: { category: 'invalid', text: 'Type the name. If it is not known, choose the reason why.' },
  birthDateInvalid: {
    category: 'invalid',
    text: 'This birth date does not exist. Type day, month and year, or the year alone.',
  },
  birthDateTooOld: { category: 'invalid', text: 'The birth date lies more than 130 years back.' },
  birthDateInFuture: { category: 'invalid', text: 'The birth date lies in the future.' },
  insuranceNumberInvalid: {
    category: 'invalid',
    text: 'An insurance card number has 2 letters and 13 digits, or 10 digits.',
  },
  insuranceDates: { category: 'invalid', text: 'The insurance card ends before it begins.' },
  likelyDuplicate: {
    category: 'conflict',
    text: 'There is already an entry that looks like this person ({patientId}). Choose it, or confirm that this is another person.',
  },
  inUse: {
    category: 'conflict',
    text: 'Patient {id} has visits or other entries and cannot be deleted.',
  },
  matchNeedsPatient: {
    category: 'invalid',
    text: 'The input resource must be a Patient with at least a name, a number or a phone.',
  },
  merged: { category: 'gone', text: 'This entry was merged into {patientId}. Open that one.' },
  allergySubstance: { category: 'invalid', text: 'Name the substance of the allergy.' },
  allergyPresent: {
    category: 'business-rule',
    text: 'An allergy is on record, so "none known" cannot be stated. Refute the allergy with a reason first.',
  },
  allergyOfAnother: { category: 'not-found', text: 'Allergy {id} does not belong to this patient.' },
})
