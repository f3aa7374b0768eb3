import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module ward. Texts for people are in data/messages/ward.*.json. */
export const wardErrors = defineErrors('ward', {
  noWard: { category: 'business-rule', text: 'Department {department} has no ward. Choose another department.' },
  noStay: { category: 'not-found', text: 'Encounter {id} is no inpatient stay.' },
  noBed: { category: 'not-found', text: 'Bed {bed} does not exist.' },
  bedElsewhere: {
    category: 'business-rule',
    text: '{bed} belongs to another department. Transfer the patient first.',
  },
  bedTaken: { category: 'conflict', text: 'Somebody else has this bed at that time. Load the board again.' },
  bedClosed: { category: 'business-rule', text: '{bed} takes nobody now: {state}.' },
  bedHeld: { category: 'conflict', text: '{bed} is kept: {note}. Release it first.' },
  bedInUse: { category: 'conflict', text: 'A patient lies in {bed}.' },
  otherSex: {
    category: 'business-rule',
    text: 'Room {room} is for the other sex. Confirm, or choose another bed.',
  },
  alreadyIn: { category: 'conflict', text: 'This patient is in the hospital already, record {number}.' },
  elsewhereThen: {
    category: 'conflict',
    text: 'This patient is somewhere else at that time. Load the stay again.',
  },
  alreadyThere: { category: 'conflict', text: 'The patient is in {bed} already.' },
  notIn: { category: 'conflict', text: 'This stay is over. Nothing of it can be moved.' },
  onLeave: { category: 'conflict', text: 'The patient is on leave. Note the return first.' },
  notOnLeave: { category: 'conflict', text: 'The patient is not on leave.' },
  swapAcross: { category: 'business-rule', text: 'Only two patients in beds of one department change places.' },
  sameDepartment: { category: 'invalid', text: 'The patient is in this department already.' },
  transferOpen: { category: 'conflict', text: 'A transfer of this patient waits already. Withdraw it first.' },
  noTransfer: { category: 'conflict', text: 'No transfer of this patient waits. Load the list again.' },
  papersFirst: { category: 'business-rule', text: 'The hand-over paper {form} is not completed yet.' },
  reasonMissing: { category: 'invalid', text: 'Write the reason, in 5 characters or more.' },
  badTime: { category: 'invalid', text: 'The time {at} is before what was noted last, or still to come.' },
  diagnosisMissing: { category: 'business-rule', text: 'Write the main diagnosis first.' },
  hasMoved: {
    category: 'conflict',
    text: 'The patient has left the first department; this admission is discharged, not cancelled.',
  },
  hasActs: {
    category: 'conflict',
    text: '{count} orders or forms were written in this stay. Withdraw them, or discharge the patient.',
  },
  askedAlready: {
    category: 'conflict',
    text: 'This patient waits already for a bed: {department}. Withdraw that first.',
  },
  notAsked: { category: 'conflict', text: 'This patient waits no more. Load the board again.' },
  dayIsOver: { category: 'invalid', text: 'The day of the expected discharge is over already.' },
  notFinished: { category: 'conflict', text: 'This stay is not over.' },
  bedGivenAway: { category: 'conflict', text: 'The bed has another patient since. Give another bed.' },
  mergedPatient: { category: 'gone', text: 'This entry was merged into {patientId}. Open that one.' },
  notMother: { category: 'business-rule', text: 'A newborn is admitted beside a mother who is in the hospital.' },
  wrongFrom: { category: 'business-rule', text: 'Visit {id} is of another patient, or over as a cancelled one.' },
  badPlaces: { category: 'business-rule', text: 'The places of the stay do not fit: {fault}.' },
  movedAfterEnd: { category: 'business-rule', text: 'The stay is over; its places, times and status hold.' },
  stillInBed: { category: 'business-rule', text: 'The patient is still on the ward. Discharge there first.' },
  departmentMismatch: {
    category: 'business-rule',
    text: 'The place {place} belongs to {department}, not to the service provider of the stay.',
  },
  keptStay: { category: 'business-rule', text: 'A stay is cancelled with a reason, not deleted.' },
})
