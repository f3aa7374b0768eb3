import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'

export { readChart } from './read-chart.ts'
export { labSeries, vitalSeries } from './series.ts'
export { problemsOf } from './summary.ts'

/** The patient's chart on one page. */
export const chart: HospitalModule = {
  name: 'chart',
  permissions: { 'chart.read': "See a patient's chart" },
  routes,
}
