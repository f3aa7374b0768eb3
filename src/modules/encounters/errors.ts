import { defineErrors } from '#kernel/app-error.ts'

/** Failures of module encounters. Texts for people are in data/messages/encounters.*.json. */
export const encounterErrors = defineErrors('encounters', {
  roomClosed: { category: 'business-rule', text: 'Room {roomId} takes no patients now. Choose another room.' },
  alreadyWaiting: {
    category: 'conflict',
    text: 'This patient already has number {number} for this room today. Print it again, or confirm a second one.',
  },
  notInQueue: { category: 'not-found', text: 'Visit {encounterId} is in no queue.' },
  wrongState: {
    category: 'conflict',
    text: 'This number is {state} now, so it cannot be changed this way. Load the list again.',
  },
  unknownPriority: { category: 'invalid', text: 'Priority {priority} is not in the list of this facility.' },
  reasonMissing: { category: 'invalid', text: 'Type the reason for the visit.' },
  mergedPatient: { category: 'gone', text: 'This entry was merged into {patientId}. Open that one.' },
})
