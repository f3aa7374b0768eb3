import type { Api } from '#platform/http/api.ts'
import { amend } from './amend.ts'
import { collect } from './collect.ts'
import * as contract from './contract.ts'
import { callCritical, confirmCritical } from './critical.ts'
import { enterResults } from './enter-results.ts'
import { flowsheet } from './flowsheet.ts'
import { labels } from './labels.ts'
import { receive } from './receive.ts'
import { reject } from './reject.ts'
import { release } from './release.ts'
import { requisitionView } from './requisition-view.ts'
import { validate } from './validate.ts'
import { worklist } from './worklist.ts'
import { countWaiting } from './worklist-query.ts'

const requisition = '/laboratory/requisitions/:requisition'

export function laboratoryRoutes(api: Api): void {
  reading(api)
  samples(api)
  results(api)
}

function reading(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/laboratory/worklist',
      permission: 'laboratory.read',
      summary: 'Requisitions that wait in the laboratory',
      query: contract.WorklistQuery,
    },
    ({ ctx, query }) => worklist(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/laboratory/count',
      permission: 'laboratory.read',
      summary: 'How many requisitions wait in the laboratory',
    },
    ({ ctx }) => countWaiting(ctx),
  )
  api(
    {
      method: 'GET',
      path: requisition,
      permission: 'laboratory.read',
      summary: 'One requisition with tubes, ranges and results',
      params: contract.RequisitionPath,
    },
    ({ ctx, params }) => requisitionView(ctx, params.requisition),
  )
  api(
    {
      method: 'GET',
      path: '/laboratory/flowsheet',
      permission: 'laboratory.read',
      summary: 'Results of a patient by test and time',
      query: contract.FlowsheetQuery,
    },
    ({ ctx, query }) => flowsheet(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: `${requisition}/labels`,
      permission: 'laboratory.collect',
      summary: 'Printable tube labels, HTML',
      params: contract.RequisitionPath,
    },
    async ({ ctx, params, reply }) =>
      reply.type('text/html; charset=utf-8').send(await labels(ctx, params.requisition)),
  )
}

function samples(api: Api): void {
  api(
    {
      method: 'POST',
      path: `${requisition}/collect`,
      permission: 'laboratory.collect',
      summary: 'Take the samples: one numbered tube per kind',
      params: contract.RequisitionPath,
      body: contract.Collect,
    },
    async ({ ctx, params, body }) => ({
      tubes: await collect(ctx, params.requisition, body),
    }),
  )
  api(
    {
      method: 'POST',
      path: '/laboratory/receive',
      permission: 'laboratory.enter',
      summary: 'Receive a scanned tube',
      body: contract.Receive,
    },
    ({ ctx, body }) => receive(ctx, body.accession),
  )
  api(
    {
      method: 'POST',
      path: '/laboratory/specimens/:id/reject',
      permission: 'laboratory.enter',
      summary: 'Refuse a tube and ask for a new one',
      params: contract.SpecimenPath,
      body: contract.Reject,
    },
    ({ ctx, params, body }) => reject(ctx, params.id, body),
  )
}

function results(api: Api): void {
  api(
    {
      method: 'POST',
      path: `${requisition}/results`,
      permission: 'laboratory.enter',
      summary: 'Keep typed results',
      params: contract.RequisitionPath,
      body: contract.EnterResults,
    },
    ({ ctx, params, body }) => enterResults(ctx, params.requisition, body.results),
  )
  api(
    {
      method: 'POST',
      path: `${requisition}/validate`,
      permission: 'laboratory.validate',
      summary: 'Second look at typed results',
      params: contract.RequisitionPath,
    },
    ({ ctx, params }) => validate(ctx, params.requisition),
  )
  api(
    {
      method: 'POST',
      path: `${requisition}/release`,
      permission: 'laboratory.release',
      summary: 'Release checked results to the ward',
      params: contract.RequisitionPath,
    },
    ({ ctx, params }) => release(ctx, params.requisition),
  )
  api(
    {
      method: 'POST',
      path: '/laboratory/results/:id/amend',
      permission: 'laboratory.release',
      summary: 'Correct a released result with its reason',
      params: contract.ResultPath,
      body: contract.Amend,
    },
    ({ ctx, params, body }) => amend(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/laboratory/results/:id/call',
      permission: 'laboratory.enter',
      summary: 'Note that a critical value was called and read back',
      params: contract.ResultPath,
      body: contract.CriticalCall,
    },
    ({ ctx, params, body }) => callCritical(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/laboratory/results/:id/confirm',
      permission: 'laboratory.acknowledge',
      summary: 'The treating doctor takes note of a critical value',
      params: contract.ResultPath,
      body: contract.ConfirmCritical,
    },
    ({ ctx, params, body }) => confirmCritical(ctx, params.id, body.action),
  )
}
