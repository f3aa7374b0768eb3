import type { Encounter, EncounterParticipant } from '@medplum/fhirtypes'

/** Code of v3-ParticipationType for who only consults. */
const consultant = 'CON'

/** The member of staff who answers for an encounter: the first named who does not only consult. */
export function treatingDoctorOf(encounter: Encounter): EncounterParticipant | undefined {
  return encounter.participant?.find(
    ({ individual, type }) =>
      individual?.reference?.startsWith('Practitioner/') &&
      !type?.some(({ coding }) => coding?.some(({ code }) => code === consultant)),
  )
}
