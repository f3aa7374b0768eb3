import { defineErrors } from '#kernel/app-error.ts'

export const medicineErrors = defineErrors('medicines', {
  notInStay: { category: 'business-rule', text: 'The patient is not on the ward: the stay is {status}.' },
  needsBand: { category: 'business-rule', text: 'Scan the wristband, or say why it cannot be scanned.' },
  wrongPatient: {
    category: 'business-rule',
    text: 'Wrong patient. The wristband is that of {name}, bed {bed}. Nothing was given.',
  },
  unknownBand: {
    category: 'business-rule',
    text: 'This is no wristband of a patient in a bed. Nothing was given.',
  },
  unknownCode: { category: 'not-found', text: 'No medicine is known under the code {code}.' },
  needsScan: { category: 'business-rule', text: 'Scan {drug}, or say why it cannot be scanned.' },
  wrongDrug: {
    category: 'business-rule',
    text: 'Wrong medicine: {scanned} instead of {drug}. Nothing was given.',
  },
  wrongDose: {
    category: 'business-rule',
    text: 'Wrong strength: {scanned} instead of {drug}. Nothing was given.',
  },
  wrongRoute: { category: 'business-rule', text: 'Wrong form: {scanned} instead of {drug}. Nothing was given.' },
  expired: { category: 'business-rule', text: '{scanned} expired on {day}. Nothing was given.' },
  tooEarly: {
    category: 'business-rule',
    text: '{drug} is due at {due}, {minutes} minutes from now. Say why it is given before.',
  },
  tooLate: {
    category: 'business-rule',
    text: '{drug} was due at {due}, {minutes} minutes ago. Say why it is given after.',
  },
  reasonUnknown: { category: 'invalid', text: 'There is no reason {code}.' },
  orderUnknown: { category: 'not-found', text: 'This stay has no order {order}.' },
  orderEnded: { category: 'business-rule', text: 'The order of {drug} is {status}: no dose can be given.' },
  noSuchDose: { category: 'business-rule', text: '{drug} is not due at {due}.' },
  alreadyGiven: { category: 'conflict', text: '{drug} of {due} was written down by {by} at {at}.' },
  tooSoon: { category: 'business-rule', text: '{drug} may be given again from {from}.' },
  tooMuch: {
    category: 'business-rule',
    text: 'The most of {drug} in {hours} hours is reached; again from {from}.',
  },
  needsSecondPerson: { category: 'business-rule', text: '{drug} is given by two persons: the second must sign.' },
  needsUnits: { category: 'business-rule', text: 'Say how many {unit} of {drug} were used.' },
  timeImpossible: { category: 'invalid', text: 'A dose cannot have been given in the future or before the stay.' },
  doseUnknown: { category: 'not-found', text: 'There is no dose {id}.' },
  doseState: { category: 'conflict', text: 'This dose is {status}: that cannot be written down any more.' },
  infusionEvent: { category: 'business-rule', text: 'An infusion that is {state} takes no such entry.' },
  infusionTime: { category: 'invalid', text: 'The time lies before the last entry of the infusion, or ahead.' },
  infusionVolume: { category: 'invalid', text: 'More is left than was hung: {hung} mL.' },
  volumeUnreadable: { category: 'invalid', text: '{value} is no volume or rate.' },
  outOfScale: { category: 'invalid', text: 'The value must lie between {low} and {high}.' },
})
