import type { Api } from '#platform/http/api.ts'
import { UnlabelBody } from './contract.ts'
import { askRefusalEnd, decideRefusalEnd, endOwnRefusal } from './end-refusal.ts'
import * as contract from './refusal-contract.ts'
import { ownRefusals, refusalsOf, waitingRefusals } from './refusals.ts'
import { removeLabel } from './remove-label.ts'

/** What protects a patient, and the acts by which it ends. */
export function protectionRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/access/labels/remove',
      permission: 'access.unlabel',
      summary: 'Take a protecting label off, with a reason that is reviewed',
      body: UnlabelBody,
    },
    ({ ctx, body }) => removeLabel(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/access/refusals',
      permission: 'access.represent',
      summary: 'What a patient refused to let be seen',
      query: contract.RefusalsQuery,
    },
    ({ ctx, query }) => refusalsOf(ctx, query.patient),
  )
  api(
    {
      method: 'GET',
      path: '/access/refusals/waiting',
      permission: 'access.reviewAll',
      summary: 'Refusals that somebody asked to end',
    },
    ({ ctx }) => waitingRefusals(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/access/refusals/ends',
      permission: 'access.represent',
      summary: 'Ask to end a refusal by a document of the patient; another person decides',
      body: contract.RefusalEnd,
    },
    ({ ctx, body }) => askRefusalEnd(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/access/refusals/ends/:id/decide',
      permission: 'access.reviewAll',
      summary: 'End a refusal that another person asked to end, or let it stand',
      params: contract.RefusalEndParams,
      body: contract.RefusalDecision,
    },
    ({ ctx, params, body }) => decideRefusalEnd(ctx, params.id, body),
  )
  api(
    {
      method: 'GET',
      path: '/access/refusals/mine',
      permission: 'requests.own',
      summary: 'What the patient who is logged in has refused, or somebody whom the account represents',
    },
    ({ ctx }) => ownRefusals(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/access/refusals/mine/end',
      permission: 'requests.own',
      summary: 'Take an own refusal back',
      body: contract.OwnRefusalEnd,
    },
    ({ ctx, body }) => endOwnRefusal(ctx, body),
  )
}
