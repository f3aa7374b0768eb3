import type { Api } from '#platform/http/api.ts'
import {
  BackBody,
  MakeFormBody,
  OwnFormList,
  OwnFormParams,
  OwnFormView,
  ProposeBody,
  SaveFormBody,
  StepBody,
  TrialVisits,
  TrialVisitsQuery,
  TriedForm,
  TryBody,
} from '../workshop-contract.ts'
import {
  approveForm,
  makeForm,
  proposeForm,
  readOwnForm,
  retireForm,
  returnForm,
  saveForm,
} from './change-own-form.ts'
import { readOwnForms } from './find-own-forms.ts'
import { findTrialVisits } from './find-trial-visits.ts'
import { editionFrom } from './own-form.ts'
import { ownFormView, summaryOf } from './own-form-view.ts'
import { previewOwnForm, tryForm } from './try-form.ts'

const root = '/workshop/forms'
const one = { path: `${root}/:id`, params: OwnFormParams, permission: 'forms.manage' } as const

export function workshopRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: root,
      permission: 'forms.read',
      response: OwnFormList,
      summary: "The hospital's own forms",
    },
    async ({ ctx }) => ({ forms: (await readOwnForms(ctx)).map(summaryOf) }),
  )
  api(
    {
      method: 'POST',
      path: root,
      permission: 'forms.manage',
      body: MakeFormBody,
      response: OwnFormView,
      summary: 'Begin a form: empty, from one that is there, or from a FHIR Questionnaire',
    },
    ({ ctx, body }) => makeForm(ctx, body),
  )
  api(
    { ...one, method: 'GET', permission: 'forms.read', response: OwnFormView, summary: 'One form and its faults' },
    async ({ ctx, params }) => ownFormView(ctx, await readOwnForm(ctx, params.id)),
  )
  api(
    { ...one, method: 'PUT', body: SaveFormBody, response: OwnFormView, summary: 'Keep a draft of a form' },
    ({ ctx, params, body }) => saveForm(ctx, params.id, body),
  )
  api(
    {
      method: 'GET',
      path: `${root}/:id/export`,
      permission: 'forms.read',
      params: OwnFormParams,
      summary: 'The form as a plain FHIR R4 Questionnaire, its parts put in',
    },
    async ({ ctx, params, reply }) => {
      const questionnaire = editionFrom(await readOwnForm(ctx, params.id)).questionnaire()
      return reply.type('application/fhir+json; charset=utf-8').send(JSON.stringify(questionnaire))
    },
  )
}

export function approvalRoutes(api: Api): void {
  const step = { method: 'POST', params: OwnFormParams, response: OwnFormView } as const
  api(
    {
      ...step,
      path: `${root}/:id/propose`,
      permission: 'forms.manage',
      body: ProposeBody,
      summary: 'Put a draft before a second person, with its first day',
    },
    ({ ctx, params, body }) => proposeForm(ctx, params.id, body),
  )
  api(
    {
      ...step,
      path: `${root}/:id/approve`,
      permission: 'forms.approve',
      body: StepBody,
      summary: 'Put a form in use that another person proposed',
    },
    ({ ctx, params, body }) => approveForm(ctx, params.id, body.version),
  )
  api(
    {
      ...step,
      path: `${root}/:id/return`,
      permission: 'forms.approve',
      body: BackBody,
      summary: 'Send a proposed form back, with a reason',
    },
    ({ ctx, params, body }) => returnForm(ctx, params.id, body.version, body.reason),
  )
  api(
    {
      ...step,
      path: `${root}/:id/retire`,
      permission: 'forms.approve',
      body: BackBody,
      summary: 'End the use of a form today, with a reason',
    },
    ({ ctx, params, body }) => retireForm(ctx, params.id, body.version, body.reason),
  )
}

export function tryRoutes(api: Api): void {
  const trial = { ...one, permission: 'forms.try', method: 'POST', body: TryBody, command: false } as const
  api(
    {
      method: 'GET',
      path: '/workshop/visits',
      permission: 'forms.try',
      query: TrialVisitsQuery,
      response: TrialVisits,
      summary: 'Visits to try a form on, by the whole number of a record or a patient; noted on the audit trail',
    },
    async ({ ctx, query }) => ({ visits: [...(await findTrialVisits(ctx, query.number))] }),
  )
  api(
    {
      ...trial,
      path: `${root}/:id/try`,
      response: TriedForm,
      summary: 'The form as it would begin for a visit; nothing is stored',
    },
    ({ ctx, params, body }) => tryForm(ctx, params.id, body.encounterId),
  )
  api(
    { ...trial, path: `${root}/:id/preview`, summary: 'Its paper for a visit, marked as a draft' },
    async ({ ctx, params, body, reply }) => {
      const pdf = await previewOwnForm(ctx, params.id, body.encounterId)
      return reply.type('application/pdf').header('cache-control', 'no-store').send(pdf)
    },
  )
}
