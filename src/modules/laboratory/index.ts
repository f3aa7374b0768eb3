import type { HospitalModule } from '#platform/module.ts'
import { guards } from './guards.ts'
import { laboratoryRoutes } from './routes.ts'

/** The laboratory: from the order to the released, signed result sheet. */
export const laboratory: HospitalModule = {
  name: 'laboratory',
  permissions: {
    'laboratory.read': 'See the work list, requisitions and results',
    'laboratory.collect': 'Take samples and print labels',
    'laboratory.enter': 'Receive and reject tubes, type results, call critical values',
    'laboratory.validate': 'Take the second look at results',
    'laboratory.release': 'Release results to the ward and amend released ones',
    'laboratory.acknowledge': 'Confirm a critical value as the treating doctor',
  },
  routes: laboratoryRoutes,
  guards,
}
