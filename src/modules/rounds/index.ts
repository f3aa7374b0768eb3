import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'

/** The morning round of a ward: what is new of each patient, and the entry in the treatment sheet. */
export const rounds: HospitalModule = {
  name: 'rounds',
  permissions: {
    'rounds.read': 'See the round of a ward and of a patient',
    'rounds.write': 'Write the course of a stay in the treatment sheet',
  },
  routes,
}

export type { RoundView } from './contract.ts'
/** The chart of a stay in one answer, for those who meet about a patient. */
export { readRound } from './read-round.ts'
