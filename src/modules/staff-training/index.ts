import type { HospitalModule } from '#platform/module.ts'
import { trainingFindings } from './findings.ts'
import { trainingRoutes } from './routes.ts'

/** Training of staff: who was taught what, who needs what, who is overdue. */
export const staffTraining: HospitalModule = {
  name: 'staff-training',
  permissions: {
    'training.own': 'See the own training',
    'training.read': 'See the training of the own departments',
    'training.readAll': 'See the training of all staff',
    'training.write': 'Note and strike training records',
  },
  routes: trainingRoutes,
  findings: trainingFindings,
}

/** Gives the staff of the demo hospital their training. */
export { seedTraining } from './seed-training.ts'
/** Refuses what a rule of the house demands a course for. */
export { trainingGate } from './training-gate.ts'
