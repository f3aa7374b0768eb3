import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import type { Api } from '#platform/http/api.ts'
import { can } from '#platform/permission.ts'
import {
  addAct,
  classify,
  decideClosing,
  noteSent,
  notNeeded,
  obligationOf,
  proposeClosing,
} from './act-on-incident.ts'
import * as contract from './contract.ts'
import { note } from './note.ts'
import { noticePaper } from './notice-paper.ts'
import { openIncident } from './open-incident.ts'
import { listPersons, personsFile } from './persons.ts'
import { anyIncident, readIncident, readIncidents } from './repository.ts'
import { listKinds } from './rules.ts'
import { rowOf, viewOf } from './view-incident.ts'

const params = contract.IncidentPath

export function incidentRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/incidents',
      permission: 'incidents.report',
      summary: 'The incident book; who may not read it sees their own reports',
    },
    ({ ctx }) => listIncidents(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/incidents',
      permission: 'incidents.report',
      summary: 'Report an incident',
      body: contract.OpenBody,
    },
    ({ ctx, body }) => openIncident(ctx, body),
  )
  api(
    { method: 'GET', path: '/incidents/:id', permission: 'incidents.report', summary: 'One incident', params },
    ({ ctx, params: { id } }) => readOne(ctx, id),
  )
  handling(api)
  notices(api)
  closing(api)
}

async function listIncidents(ctx: Context): Promise<contract.IncidentList> {
  const all = can(ctx.actor, 'incidents.read')
  const found = await readIncidents(ctx, all ? anyIncident : sql`i.opened_by = ${ctx.actor.id}`)
  return { kinds: listKinds(ctx), rows: found.map((one) => rowOf(ctx, one)), own: !all }
}

async function readOne(ctx: Context, id: string): Promise<contract.IncidentView> {
  const incident = await readIncident(ctx, id)
  if (!can(ctx.actor, 'incidents.read') && incident.record.opened_by !== ctx.actor.id)
    throw commonErrors.forbidden({ permission: 'incidents.read' })
  await note(ctx, 'viewed', id)
  return viewOf(ctx, incident)
}

function handling(api: Api): void {
  const permission = 'incidents.handle'
  api(
    {
      method: 'POST',
      path: '/incidents/:id/classify',
      permission,
      summary: 'Say what an incident is; the clocks follow from it',
      params,
      body: contract.ClassifyBody,
    },
    ({ ctx, params: { id }, body }) => classify(ctx, id, body),
  )
  api(
    {
      method: 'POST',
      path: '/incidents/:id/acts',
      permission,
      summary: 'Add a measure, decision or piece of evidence',
      params,
      body: contract.ActBody,
    },
    ({ ctx, params: { id }, body }) => addAct(ctx, id, body),
  )
  api(
    {
      method: 'POST',
      path: '/incidents/:id/persons',
      permission,
      summary: 'List whose data an account touched between two instants, by the journal',
      params,
      body: contract.PersonsBody,
    },
    ({ ctx, params: { id }, body }) => listPersons(ctx, id, body),
  )
  api(
    {
      method: 'GET',
      path: '/incidents/:id/persons/:n',
      permission,
      summary: 'Such a list as a file',
      params: contract.ListPath,
    },
    async ({ ctx, params: { id, n }, reply }) => {
      const { name, text } = await personsFile(ctx, id, n)
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'private, no-store')
        .send(text)
    },
  )
}

function notices(api: Api): void {
  const permission = 'incidents.handle'
  const at = { params: contract.NoticePath, permission } as const
  api(
    {
      method: 'GET',
      path: '/incidents/:id/notices/:code',
      ...at,
      summary: 'A notice on paper, as the book knows it now',
    },
    async ({ ctx, params: { id, code }, reply }) => {
      const incident = await readIncident(ctx, id)
      const bytes = await noticePaper(ctx, incident, obligationOf(ctx, incident, code))
      await note(ctx, 'printed', id, { notice: code })
      return reply
        .type('application/pdf')
        .header('content-disposition', `inline; filename="thong-bao-${code}.pdf"`)
        .header('cache-control', 'private, no-store')
        .send(bytes)
    },
  )
  api(
    {
      method: 'POST',
      path: '/incidents/:id/notices/:code/sent',
      ...at,
      summary: 'Note that a notice was given, when and how',
      body: contract.NoticeBody,
    },
    ({ ctx, params: { id, code }, body }) => noteSent(ctx, id, code, body),
  )
  api(
    {
      method: 'POST',
      path: '/incidents/:id/notices/:code/needless',
      ...at,
      summary: 'Say why a notice need not be given',
      body: contract.ReasonBody,
    },
    ({ ctx, params: { id, code }, body }) => notNeeded(ctx, id, code, body.reason),
  )
}

function closing(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/incidents/:id/propose-closing',
      permission: 'incidents.handle',
      summary: 'Propose to close an incident, with what was learned',
      params,
      body: contract.LessonsBody,
    },
    ({ ctx, params: { id }, body }) => proposeClosing(ctx, id, body.lessons),
  )
  api(
    {
      method: 'POST',
      path: '/incidents/:id/decide-closing',
      permission: 'incidents.close',
      summary: 'Close an incident, or give it back; never by who proposed it',
      params,
      body: contract.DecideClosing,
    },
    ({ ctx, params: { id }, body }) => decideClosing(ctx, id, body),
  )
}
