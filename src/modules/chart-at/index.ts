import type { HospitalModule } from '#platform/module.ts'
import { chartAtRoutes } from './routes.ts'

/** The chart as it was at any instant, for a person: versions, released results, opened papers. */
export const chartAtInstant: HospitalModule = {
  name: 'chart-at',
  permissions: { 'records.at': 'See a record as it was at an earlier time and as a person could see it then' },
  routes: chartAtRoutes,
}
