import type { HospitalModule } from '#platform/module.ts'
import { issuedIsFinal } from './issued-is-final.ts'
import { routes } from './routes.ts'

export { inWordsCapital } from './domain/number-words.ts'
export { doseText, printedQuantity } from './domain/quantity.ts'
export { youngChildAge } from './domain/young-child.ts'
export { readPrescription } from './read-prescription.ts'
/** Names of substances, their classes, and what an allergy to them means. */
export { prescriptionRules } from './rules.ts'

/** Prescriptions under Circular 26/2025/TT-BYT. */
export const prescriptions: HospitalModule = {
  name: 'prescriptions',
  permissions: {
    'prescriptions.read': 'See the prescriptions of a visit',
    'prescriptions.write': 'Write, issue and replace prescriptions',
  },
  routes,
  guards: [issuedIsFinal],
}
