import type { Api } from '#platform/http/api.ts'
import { ChartView, MeasuresView, PatientParams, TimelineQuery, TimelineView, VitalsView } from './contract.ts'
import { readMeasures } from './measures.ts'
import { readChart, readVitals } from './read-chart.ts'
import { readTimeline } from './timeline.ts'

export function routes(api: Api): void {
  const params = PatientParams
  const permission = 'chart.read'
  api(
    {
      method: 'GET',
      path: '/patients/:id/chart',
      permission,
      params,
      response: ChartView,
      summary: "A patient's chart on one page",
    },
    (call) => readChart(call.ctx, call.params.id),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id/timeline',
      permission,
      params,
      query: TimelineQuery,
      response: TimelineView,
      summary: 'What happened to a patient, newest first, by pages',
    },
    (call) => readTimeline(call.ctx, call.params.id, call.query),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id/vitals/series',
      permission,
      params,
      response: VitalsView,
      summary: 'Vital signs of a patient as series',
    },
    (call) => readVitals(call.ctx, call.params.id),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id/measures',
      permission,
      params,
      response: MeasuresView,
      summary: "A child's growth, and how scores ran",
    },
    (call) => readMeasures(call.ctx, call.params.id),
  )
}
