import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { decideRequest } from './decide-request.ts'
import { disclosuresOf, ownDisclosures } from './disclosures.ts'
import { handOut } from './hand-out.ts'
import { lend, takeBack } from './lend.ts'
import { listRequests } from './repository.ts'
import { listKinds } from './rules.ts'
import { takeRequest } from './take-request.ts'

const params = contract.RequestPath

export function requestRoutes(api: Api): void {
  asking(api)
  handingOut(api)
  telling(api)
}

function asking(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/record-requests/kinds',
      permission: 'requests.read',
      summary: 'Kinds of askers and what the law gives them',
    },
    ({ ctx }) => ({ kinds: listKinds(ctx) }),
  )
  api(
    {
      method: 'GET',
      path: '/record-requests',
      permission: 'requests.read',
      summary: 'Requests to read or have a copy of records, with what was handed out and lent',
      query: contract.ListRequests,
    },
    async ({ ctx, query }) => ({ rows: await listRequests(ctx, query) }),
  )
  api(
    {
      method: 'POST',
      path: '/record-requests',
      permission: 'requests.take',
      summary: 'Take a request in, checked against the law',
      body: contract.TakeRequest,
    },
    ({ ctx, body }) => takeRequest(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/record-requests/:id/decide',
      permission: 'requests.grant',
      summary: 'Grant a request until a day, or refuse it',
      params,
      body: contract.Decide,
    },
    ({ ctx, params: { id }, body }) => decideRequest(ctx, id, body),
  )
}

function handingOut(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/record-requests/:id/file',
      permission: 'login',
      summary: 'The file of a granted request with the mark of its receiver; noted before it leaves',
      params,
    },
    ({ ctx, params: { id }, reply }) => handOut(ctx, reply, id),
  )
  api(
    {
      method: 'POST',
      path: '/record-requests/:id/lend',
      permission: 'requests.handOut',
      summary: 'Lend the paper of a record until a day',
      params,
      body: contract.Lend,
    },
    ({ ctx, params: { id }, body }) => lend(ctx, id, body.dueOn),
  )
  api(
    {
      method: 'POST',
      path: '/record-loans/:id/return',
      permission: 'requests.handOut',
      summary: 'Take lent paper back and say in what state it came',
      params,
      body: contract.TakeBack,
    },
    ({ ctx, params: { id }, body }) => takeBack(ctx, id, body.stateOfIt),
  )
}

function telling(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/patients/:id/disclosures',
      permission: 'requests.read',
      summary: 'Who asked for, was given and saw the records of a patient',
      params: contract.PatientPath,
    },
    ({ ctx, params: { id } }) => disclosuresOf(ctx, id),
  )
  api(
    {
      method: 'GET',
      path: '/my/disclosures',
      permission: 'requests.own',
      summary: 'The same for the patient who is logged in',
    },
    ({ ctx }) => ownDisclosures(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/my/record-requests',
      permission: 'login',
      summary: 'Requests that were granted to the account of the reader',
    },
    async ({ ctx }) => ({ rows: await listRequests(ctx, { accountId: ctx.actor.id }) }),
  )
}
