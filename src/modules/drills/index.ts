import type { HospitalModule } from '#platform/module.ts'
import { drillRoutes } from './routes.ts'

/** Incidents staged on a demo hospital, and a grade of what people did about them. */
export const drills: HospitalModule = {
  name: 'drills',
  permissions: { 'drills.run': 'Stage incidents on a demo hospital and grade the reaction' },
  routes: drillRoutes,
}

export type { DrillList, Facts, Grade, Plan } from './contract.ts'
