import type { Api } from '#platform/http/api.ts'
import {
  EncounterParams,
  PatientParams,
  RangesAnswer,
  SeriesAnswer,
  SeriesQuery,
  VitalsAnswer,
  VitalsBody,
  VitalsSaved,
  WithdrawBody,
} from './contract.ts'
import { listSeries, listVitals } from './list-vitals.ts'
import { recordVitals } from './record-vitals.ts'
import { vitalRanges } from './rules.ts'
import { withdrawVitals } from './withdraw-vitals.ts'

export function vitalRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/vitals/ranges',
      permission: 'vitals.read',
      summary: 'Limits and units of vital signs',
      response: RangesAnswer,
    },
    () => ({ ranges: vitalRanges }),
  )
  api(
    {
      method: 'POST',
      path: '/encounters/:id/vitals',
      permission: 'vitals.write',
      summary: 'Write down a set of vital signs',
      params: EncounterParams,
      body: VitalsBody,
      response: VitalsSaved,
    },
    ({ ctx, params, body }) => recordVitals(ctx, params.id, body),
  )
  api(
    {
      method: 'GET',
      path: '/encounters/:id/vitals',
      permission: 'vitals.read',
      summary: 'Vital signs of a visit, newest first',
      params: EncounterParams,
      response: VitalsAnswer,
    },
    ({ ctx, params }) => listVitals(ctx, params.id),
  )
  api(
    {
      method: 'POST',
      path: '/encounters/:id/vitals/withdraw',
      permission: 'vitals.write',
      summary: 'Mark a set as entered in error',
      params: EncounterParams,
      body: WithdrawBody,
    },
    ({ ctx, params, body }) => withdrawVitals(ctx, params.id, body.at, body.reason),
  )
  api(
    {
      method: 'GET',
      path: '/patients/:id/vitals',
      permission: 'vitals.read',
      summary: 'Vital signs of a patient over time',
      params: PatientParams,
      query: SeriesQuery,
      response: SeriesAnswer,
    },
    ({ ctx, params, query }) => listSeries(ctx, params.id, query.codes),
  )
}
