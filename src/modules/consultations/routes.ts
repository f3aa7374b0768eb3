import type { Api } from '#platform/http/api.ts'
import { answerInvitation } from './answer.ts'
import { askConsultation, callConference, planReview } from './ask.ts'
import { cancelMeeting, invite, plan, writeOpinion } from './conduct.ts'
import {
  AnswerBody,
  AskBody,
  ConferenceBody,
  CountView,
  DeathsView,
  InviteBody,
  Made,
  MeetingParams,
  MeetingView,
  MineView,
  MinutesAnswer,
  MinutesBody,
  OpinionBody,
  People,
  PlanBody,
  ReasonBody,
  ReviewBody,
  SearchQuery,
  StayMeetings,
  StayParams,
} from './contract.ts'
import { listDeaths } from './deaths.ts'
import { countMine, listMine } from './list-mine.ts'
import { stayMeetings } from './list-stay.ts'
import { findPeople } from './people.ts'
import { readMeetingView } from './view.ts'
import { writeMinutes } from './write-minutes.ts'

const read = 'consultations.read'

/** Lists: what waits for me, what there is about a stay, deaths without review. */
export function listRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/consultations',
      permission: read,
      response: MineView,
      summary: 'Meetings that wait for the person: to answer, to come, to write, and what is late',
    },
    ({ ctx }) => listMine(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/consultations/count',
      permission: read,
      response: CountView,
      summary: 'How many invitations wait for the person or the own department',
    },
    ({ ctx }) => countMine(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/consultations/people',
      permission: read,
      query: SearchQuery,
      response: People,
      summary: 'People who can be invited, by name, title or department',
    },
    ({ ctx, query }) => findPeople(ctx, query.q),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/consultations',
      permission: 'rounds.read',
      params: StayParams,
      response: StayMeetings,
      summary: 'Consultations, conferences and the death review of a stay, and drugs that want a consultation',
    },
    ({ ctx, params }) => stayMeetings(ctx, params.encounterId),
  )
  api(
    {
      method: 'GET',
      path: '/deaths',
      permission: 'consultations.deaths',
      response: DeathsView,
      summary: 'Deaths with their reviews, those without one first',
    },
    ({ ctx }) => listDeaths(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/consultations/:id',
      permission: read,
      params: MeetingParams,
      response: MeetingView,
      summary: 'A meeting with its invitations, minutes, and the chart while it is open for it',
    },
    ({ ctx, params }) => readMeetingView(ctx, params.id),
  )
}

/** Asking: a consultation is an order and its invitations in one act. */
export function askRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/stays/:encounterId/consultations',
      permission: 'consultations.ask',
      params: StayParams,
      body: AskBody,
      response: Made,
      summary: 'Ask for a consultation and invite departments, people and guests',
    },
    ({ ctx, params, body }) => askConsultation(ctx, params.encounterId, body),
  )
  api(
    {
      method: 'POST',
      path: '/stays/:encounterId/conferences',
      permission: 'consultations.conference',
      params: StayParams,
      body: ConferenceBody,
      response: Made,
      summary: 'Call those who care for a patient, and the family, to a conference',
    },
    ({ ctx, params, body }) => callConference(ctx, params.encounterId, body),
  )
  api(
    {
      method: 'POST',
      path: '/stays/:encounterId/death-review',
      permission: 'consultations.deaths',
      params: StayParams,
      body: ReviewBody,
      response: Made,
      summary: 'Prepare the review of a death',
    },
    ({ ctx, params, body }) => planReview(ctx, params.encounterId, body),
  )
}

/** What is done in one meeting. */
export function meetingRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/consultations/:id/answer',
      permission: 'consultations.answer',
      params: MeetingParams,
      body: AnswerBody,
      summary: 'Accept or decline an invitation, propose another time, send somebody else',
    },
    ({ ctx, params, body }) => answerInvitation(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/consultations/:id/opinion',
      permission: 'consultations.answer',
      params: MeetingParams,
      body: OpinionBody,
      summary: 'Write the own opinion for the minutes',
    },
    ({ ctx, params, body }) => writeOpinion(ctx, params.id, body.text),
  )
  api(
    {
      method: 'POST',
      path: '/consultations/:id/invite',
      permission: 'consultations.conduct',
      params: MeetingParams,
      body: InviteBody,
      summary: 'Invite more departments, people and guests',
    },
    ({ ctx, params, body }) => invite(ctx, params.id, body.invited),
  )
  api(
    {
      method: 'POST',
      path: '/consultations/:id/plan',
      permission: 'consultations.conduct',
      params: MeetingParams,
      body: PlanBody,
      summary: 'Set time, place, chair and secretary',
    },
    ({ ctx, params, body }) => plan(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/consultations/:id/minutes',
      permission: 'consultations.conduct',
      params: MeetingParams,
      body: MinutesBody,
      response: MinutesAnswer,
      summary: 'Keep the minutes; put them on their form; end the meeting with them',
    },
    ({ ctx, params, body }) => writeMinutes(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/consultations/:id/cancel',
      permission: 'consultations.conduct',
      params: MeetingParams,
      body: ReasonBody,
      summary: 'Cancel a meeting with its reason, and stop the order of a consultation',
    },
    ({ ctx, params, body }) => cancelMeeting(ctx, params.id, body.reason),
  )
}
