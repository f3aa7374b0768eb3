import type { Api } from '#platform/http/api.ts'
import { LabelBody, LabelsQuery, UnlabelBody } from './contract.ts'
import { askRefusalEnd, decideRefusalEnd, endOwnRefusal } from './end-refusal.ts'
import { labelsOf } from './labels.ts'
import { noteRefusal } from './note-refusal.ts'
import { putLabel } from './put-label.ts'
import { refusable } from './refusable.ts'
import * as contract from './refusal-contract.ts'
import { ownRefusals, refusalsOf, waitingRefusals } from './refusals.ts'
import { removeLabel } from './remove-label.ts'

/** What protects a patient, and the acts by which it ends. */
export function protectionRoutes(api: Api): void {
  labelRoutes(api)
  refusalRoutes(api)
  ownRefusalRoutes(api)
}

function labelRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/access/protection',
      permission: 'access.protect',
      summary: 'Protecting labels of a patient and of the visits, and those that can be put on',
      query: LabelsQuery,
    },
    ({ ctx, query }) => labelsOf(ctx, query.patient),
  )
  api(
    {
      method: 'POST',
      path: '/access/labels',
      permission: 'access.protect',
      summary: 'Put a protecting label on a patient or a visit, with a reason',
      body: LabelBody,
    },
    ({ ctx, body }) => putLabel(ctx, body),
  )
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
}

function refusalRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/access/refusals',
      permission: 'access.protect',
      summary: 'Note whom a patient refuses to let see the record, by a document',
      body: contract.NewRefusal,
    },
    ({ ctx, body }) => noteRefusal(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/access/refusals/against',
      permission: 'access.protect',
      summary: 'People, departments and roles that a patient can refuse, by name',
      query: contract.RefusableQuery,
    },
    ({ ctx, query }) => refusable(ctx, query.q),
  )
  api(
    {
      method: 'GET',
      path: '/access/refusals',
      permission: 'login',
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
}

function ownRefusalRoutes(api: Api): void {
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
