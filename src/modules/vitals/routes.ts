import type { Api } from '#platform/http/api.ts'
import { answerEscalation, takeEscalation } from './answer-escalation.ts'
import {
  AnswerBody,
  EncounterParams,
  EscalationParams,
  EscalationView,
  FlowQuery,
  FlowSheet,
  PatientParams,
  RangesAnswer,
  SeriesAnswer,
  SeriesQuery,
  VitalsAnswer,
  VitalsBody,
  VitalsSaved,
  WithdrawBody,
} from './contract.ts'
import { flowSheet } from './flow-sheet.ts'
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
  api(
    {
      method: 'GET',
      path: '/encounters/:id/flow-sheet',
      permission: 'vitals.read',
      summary: 'Vital signs of a stay by time, with the ranges of the age and the calls of early-warning scores',
      params: EncounterParams,
      query: FlowQuery,
      response: FlowSheet,
    },
    ({ ctx, params, query }) => flowSheet(ctx, params.id, query.hours),
  )
  escalationRoutes(api)
}

function escalationRoutes(api: Api): void {
  const act = { method: 'POST', permission: 'vitals.respond', params: EscalationParams } as const
  api(
    {
      ...act,
      path: '/escalations/:id/take',
      response: EscalationView,
      summary: 'Say that the call of an early-warning score is heard',
    },
    ({ ctx, params }) => takeEscalation(ctx, params.id),
  )
  api(
    {
      ...act,
      path: '/escalations/:id/answer',
      body: AnswerBody,
      response: EscalationView,
      summary: 'Write what was found and done; it closes the call',
    },
    ({ ctx, params, body }) => answerEscalation(ctx, params.id, body.answer),
  )
}
