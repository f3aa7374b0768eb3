import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { ActorParams, AuditQuery, PatientParams, PeriodQuery, ReviewBody } from './contract.ts'
import { liftHold, placeHold } from './keeping/holds.ts'
import { readKeeping } from './keeping/read-keeping.ts'
import { listAudit } from './list-audit.ts'
import { readStream } from './stream/read-stream.ts'
import { listUnusual } from './unusual/list-unusual.ts'
import { reviewUnusual } from './unusual/review.ts'
import { whoSaw } from './who-saw.ts'
import { workOf } from './work-of.ts'

export function auditRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/audit',
      mayLag: true,
      permission: 'audit.read',
      summary: 'Who saw and changed what, newest first',
      query: AuditQuery,
    },
    ({ ctx, query }) => listAudit(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/audit/patients/:patientId',
      mayLag: true,
      permission: 'audit.read',
      summary: 'Everybody who touched the data of a patient',
      params: PatientParams,
      query: PeriodQuery,
    },
    ({ ctx, params, query }) => whoSaw(ctx, params.patientId, query),
  )
  api(
    {
      method: 'GET',
      path: '/audit/people/:actor',
      mayLag: true,
      permission: 'audit.read',
      summary: 'What a person or program did',
      params: ActorParams,
      query: PeriodQuery,
    },
    ({ ctx, params, query }) => workOf(ctx, params.actor, query),
  )
  api(
    {
      method: 'GET',
      path: '/audit/unusual',
      mayLag: true,
      permission: 'audit.read',
      summary: 'Accesses that somebody should ask about',
      query: PeriodQuery,
    },
    ({ ctx, query }) => listUnusual(ctx, query),
  )
  api(
    {
      method: 'POST',
      path: '/audit/unusual/reviews',
      permission: 'audit.review',
      summary: 'Keep what was found out about an unusual access',
      body: ReviewBody,
    },
    ({ ctx, body }) => reviewUnusual(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/audit/stream',
      permission: 'audit.read',
      summary: 'How the delivery of the journal to a security operations centre stands',
    },
    ({ ctx }) => readStream(ctx),
  )
  keepingRoutes(api)
}

function keepingRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/audit/keeping',
      permission: 'audit.read',
      summary: 'How long the journal is kept, what was removed of it, and what must stay',
    },
    ({ ctx }) => readKeeping(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/audit/holds',
      permission: 'audit.review',
      summary: 'Keep events of an account, of a patient, or all of them, whatever their term',
      body: contract.HoldBody,
    },
    ({ ctx, body }) => placeHold(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/audit/holds/:id/lift',
      permission: 'audit.review',
      summary: 'End a hold of the journal; never by who placed it',
      params: contract.HoldParams,
      body: contract.LiftBody,
    },
    ({ ctx, params, body }) => liftHold(ctx, params.id, body),
  )
}
