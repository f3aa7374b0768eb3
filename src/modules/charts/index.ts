import type { HospitalModule } from '#platform/module.ts'
import { StayCharts, StayParams } from './contract.ts'
import { readCharts } from './read-charts.ts'

/** Charts of a stay that people look at: temperature and pulse by day, a day of intensive care, results, growth. */
export const charts: HospitalModule = {
  name: 'charts',
  permissions: {},
  routes(api) {
    api(
      {
        method: 'GET',
        path: '/stays/:encounterId/charts',
        permission: 'vitals.read',
        params: StayParams,
        response: StayCharts,
        summary: 'What is drawn of a stay: vital signs of all its days, what went out, results',
      },
      ({ ctx, params }) => readCharts(ctx, params.encounterId),
    )
  },
}
