import type { HospitalModule } from '#platform/module.ts'
import { StayCharts, StayParams } from './contract.ts'
import { LabourBody, LabourSaved, StrikeLabourBody } from './labour-contract.ts'
import { readCharts } from './read-charts.ts'
import { recordExamination, strikeExamination } from './record-examination.ts'

/** Charts of a stay that people look at: temperature and pulse by day, a day of intensive care, results, growth, labour. */
export const charts: HospitalModule = {
  name: 'charts',
  permissions: { 'charts.labour': 'Keep the partograph of a woman in labour' },
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
    api(
      {
        method: 'POST',
        path: '/stays/:encounterId/labour',
        permission: 'charts.labour',
        params: StayParams,
        body: LabourBody,
        response: LabourSaved,
        summary: 'Write an examination in labour on the partograph',
      },
      ({ ctx, params, body }) => recordExamination(ctx, params.encounterId, body),
    )
    api(
      {
        method: 'POST',
        path: '/stays/:encounterId/labour/strike',
        permission: 'charts.labour',
        params: StayParams,
        body: StrikeLabourBody,
        summary: 'Strike an examination in labour through, with its reason',
      },
      ({ ctx, params, body }) => strikeExamination(ctx, params.encounterId, body),
    )
  },
}
