import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'

export { alertView, type Checked, type CheckedLine, checkLines } from './check-lines.ts'
export { AlertView, BasisView, CheckedView, UncoveredView } from './contract.ts'
export { type CheckAlert, graveFirst, holdingBack, type Override } from './domain/alert.ts'
export { countDrugUse, drugsByCode } from './drug-list.ts'
export { drugRules } from './drug-rules.ts'
export { noteOutcome, noteShown } from './measure.ts'
export { overrideChanges } from './overrides.ts'
export { type Known, patientFacts } from './patient-facts.ts'

/** Checks at the moment of ordering, and how they are met. */
export const orderChecks: HospitalModule = {
  name: 'order-checks',
  permissions: { 'order-checks.measure': 'See how often each check speaks and what comes of it' },
  routes,
}
