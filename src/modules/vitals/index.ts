import type { HospitalModule } from '#platform/module.ts'
import { vitalRoutes } from './routes.ts'

/** Vital signs: measured, checked, scored. */
export const vitals: HospitalModule = {
  name: 'vitals',
  permissions: {
    'vitals.read': 'See vital signs',
    'vitals.write': 'Write down and withdraw vital signs',
    'vitals.respond': 'Answer the calls of early-warning scores',
  },
  routes: vitalRoutes,
}

export { EscalationView, type VitalSet } from './contract.ts'
export { type Answer, nextMeasurement, type WarningLevel } from './domain/early-warning.ts'
export { type EscalationTask, escalationCode, openEscalations, raiseCall } from './escalate.ts'
export { escalationView } from './escalation-view.ts'
export { type LastMeasured, lastMeasured } from './last-measured.ts'
export { listVitals } from './list-vitals.ts'
export { recordVitals } from './record-vitals.ts'
export { withdrawVitals } from './withdraw-vitals.ts'
