import { previewForm } from '#modules/documents/index.ts'
import type { Api } from '#platform/http/api.ts'
import { amendFill, cancelFill } from './amend-fill.ts'
import { completeFill } from './complete-fill.ts'
import {
  AnswerList,
  AnswersQuery,
  CompletedFill,
  FillList,
  FillParams,
  FillsQuery,
  FillView,
  FormList,
  FormParams,
  FormQuery,
  FormsQuery,
  FormView,
  NewestScores,
  PresenceBody,
  PresenceView,
  ReasonBody,
  SavedFill,
  SaveFillBody,
  StartBody,
} from './contract.ts'
import { readFill } from './fill.ts'
import { fillView, listFills } from './fill-view.ts'
import { listForms, readFormView } from './list-forms.ts'
import { newestScores } from './newest-scores.ts'
import { tellPresence } from './presence.ts'
import { acceptedAnswers, saveFill } from './save-fill.ts'
import { startFill } from './start-fill.ts'
import { findAnswers } from './value-sets.ts'
import { wellShaped } from './well-shaped.ts'

export function formRoutes(api: Api): void {
  const read = { method: 'GET', permission: 'forms.read' } as const
  const ofPatient = { method: 'GET', permission: 'fills.read' } as const
  api(
    { ...read, path: '/forms', query: FormsQuery, response: FormList, summary: 'Forms that hold on a day' },
    async ({ ctx, query }) => ({ forms: await listForms(ctx, query) }),
  )
  api(
    {
      ...read,
      path: '/forms/:form',
      params: FormParams,
      query: FormQuery,
      response: FormView,
      summary: 'A form with its assembled Questionnaire, on the day of the event',
    },
    ({ ctx, params, query }) => readFormView(ctx, params.form, query.on),
  )
  api(
    { ...read, path: '/answers', query: AnswersQuery, response: AnswerList, summary: 'Options of a value set' },
    async ({ ctx, query }) => ({ options: await findAnswers(ctx, query) }),
  )
  api(
    {
      ...ofPatient,
      path: '/fills',
      query: FillsQuery,
      response: FillList,
      summary: 'Forms of a visit, newest first',
    },
    ({ ctx, query }) => listFills(ctx, query.encounter),
  )
  api(
    { ...ofPatient, path: '/fills/:id', params: FillParams, response: FillView, summary: 'One filled form' },
    async ({ ctx, params }) => fillView(ctx, await readFill(ctx, params.id)),
  )
  api(
    {
      ...ofPatient,
      path: '/fills/:id/newest',
      params: FillParams,
      response: NewestScores,
      summary: 'Newest scores of the stay, for rows that are added to a form',
    },
    ({ ctx, params }) => newestScores(ctx, params.id),
  )
}

export function fillRoutes(api: Api): void {
  const params = FillParams
  const fill = { permission: 'forms.fill', params } as const
  api(
    {
      method: 'POST',
      path: '/fills',
      permission: 'forms.fill',
      body: StartBody,
      response: FillView,
      summary: 'Begin a form for a visit, with everything that is known already',
    },
    ({ ctx, body }) => startFill(ctx, body),
  )
  api(
    {
      ...fill,
      method: 'PUT',
      path: '/fills/:id',
      body: SaveFillBody,
      response: SavedFill,
      summary: 'Keep the answers as they stand on the screen',
    },
    ({ ctx, params: { id }, body }) => saveFill(ctx, id, wellShaped(body)),
  )
  api(
    {
      method: 'POST',
      path: '/fills/:id/complete',
      permission: 'forms.complete',
      params,
      body: SaveFillBody,
      response: CompletedFill,
      summary: 'Check everything, tell the chart, and put the paper before its signers',
    },
    ({ ctx, params: { id }, body }) => completeFill(ctx, id, wellShaped(body)),
  )
  api(
    {
      method: 'POST',
      path: '/fills/:id/amend',
      permission: 'forms.amend',
      params,
      body: ReasonBody,
      response: SavedFill,
      summary: 'Open a completed form again, with a reason',
    },
    ({ ctx, params: { id }, body }) => amendFill(ctx, id, body.reason),
  )
  api(
    {
      method: 'POST',
      path: '/fills/:id/cancel',
      permission: 'forms.amend',
      params,
      body: ReasonBody,
      response: SavedFill,
      summary: 'Mark a form as made in error; it stays readable',
    },
    ({ ctx, params: { id }, body }) => cancelFill(ctx, id, body.reason),
  )
  api(
    {
      ...fill,
      method: 'POST',
      path: '/fills/:id/preview',
      body: SaveFillBody,
      command: false,
      summary: 'The paper as it would be printed, marked as a draft',
    },
    async ({ ctx, params: { id }, body, reply }) => {
      const found = await readFill(ctx, id)
      const pdf = await previewForm(ctx, found.edition, acceptedAnswers(ctx, found, wellShaped(body)))
      return reply.type('application/pdf').header('cache-control', 'no-store').send(pdf)
    },
  )
  api(
    {
      ...fill,
      method: 'PUT',
      path: '/fills/:id/presence',
      body: PresenceBody,
      response: PresenceView,
      command: false,
      summary: 'Say that the form is open here, and see who else has it open',
    },
    ({ ctx, params: { id }, body }) => tellPresence(ctx, id, body.at),
  )
}
