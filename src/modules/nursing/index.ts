import type { HospitalModule } from '#platform/module.ts'
import { nursingRoutes } from './routes.ts'

/** Nursing of patients in beds: care levels, tasks, plans, fluids, lines, risks, notes, hand-over. */
export const nursing: HospitalModule = {
  name: 'nursing',
  permissions: {
    'nursing.read': 'See nursing tasks, fluids, lines, notes and hand-overs',
    'nursing.write': 'Write fluids, lines, tasks, notes, risks, care plans and hand-overs',
    'nursing.careLevel': 'Order the level of nursing care',
  },
  routes: nursingRoutes,
}

/** A task that is set for nurses by a decision elsewhere. */
export { setOwnTask } from './write-task.ts'
