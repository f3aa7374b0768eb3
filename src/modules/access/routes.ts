import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { decisionFor, decisionForOther } from './explain-other.ts'
import { invite } from './invite.ts'
import { openGlass } from './open-glass.ts'
import { protectionRoutes } from './protection-routes.ts'
import { endRepresentative, listRepresentatives, noteRepresentative } from './represent.ts'
import { countReviews, endOpening, listReviews, myGlass, openingsOfMine, reviewGlass } from './review.ts'
import { whyMine } from './why-mine.ts'

export function accessRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/access/decision',
      permission: 'login',
      summary: 'Whether and why one may do something with a resource, and what would let one in',
      query: contract.DecisionQuery,
    },
    ({ ctx, query }) => decisionFor(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/access/decisions',
      permission: 'access.explain',
      summary: 'The same for an account',
      query: contract.OtherDecisionQuery,
    },
    ({ ctx, query }) => decisionForOther(ctx, query),
  )
  api(
    {
      method: 'POST',
      path: '/access/grants',
      permission: 'access.invite',
      summary: 'Let a colleague or a department see a patient for a time',
      body: contract.GrantBody,
    },
    ({ ctx, body }) => invite(ctx, body),
  )
  api(
    {
      method: 'POST',
      path: '/access/representatives',
      permission: 'access.represent',
      summary: 'Note whom the account of a patient represents',
      body: contract.RepresentativeBody,
    },
    ({ ctx, body }) => noteRepresentative(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/access/representatives',
      permission: 'access.represent',
      summary: 'Who represents a patient, by which document, from when to when, noted by whom',
      query: contract.RepresentativesQuery,
    },
    ({ ctx, query }) => listRepresentatives(ctx, query.patient),
  )
  api(
    {
      method: 'POST',
      path: '/access/representatives/end',
      permission: 'access.represent',
      summary: 'End a representation before its time',
      body: contract.RepresentativeEnd,
    },
    ({ ctx, body }) => endRepresentative(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/access/why-mine',
      permission: 'requests.own',
      summary: 'Who may see the data of the patient who is logged in, and by which rules',
    },
    ({ ctx }) => whyMine(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/access/of-mine',
      permission: 'requests.own',
      summary: 'Emergency accesses and invitations to the data of the patient who is logged in',
    },
    ({ ctx }) => openingsOfMine(ctx),
  )
  glassRoutes(api)
  protectionRoutes(api)
}

function glassRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/access/glass',
      permission: 'access.glass',
      summary: 'Open a refused chart in an emergency, with a reason and for a time',
      body: contract.GlassBody,
    },
    ({ ctx, body }) => openGlass(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/access/glass',
      permission: 'access.glass',
      summary: 'Emergency accesses of one’s own that last',
    },
    ({ ctx }) => myGlass(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/access/openings/:id/end',
      permission: 'login',
      summary: 'End an emergency access or an invitation before its time',
      params: contract.OpeningParams,
    },
    ({ ctx, params }) => endOpening(ctx, params.id),
  )
  api(
    {
      method: 'GET',
      path: '/access/reviews',
      permission: 'access.review',
      summary: 'Emergency accesses to be reviewed',
      query: contract.ReviewQuery,
    },
    ({ ctx, query }) => listReviews(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/access/reviews/count',
      permission: 'access.review',
      summary: 'How many emergency accesses wait for a verdict',
    },
    ({ ctx }) => countReviews(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/access/openings/:id/verdict',
      permission: 'access.review',
      summary: 'Keep what was found out about an emergency access',
      params: contract.OpeningParams,
      body: contract.VerdictBody,
    },
    ({ ctx, params, body }) => reviewGlass(ctx, params.id, body),
  )
}
