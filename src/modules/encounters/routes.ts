import Type from 'typebox'
import type { Api } from '#platform/http/api.ts'
import { checkIn } from './check-in.ts'
import {
  CheckInBody,
  EncounterParams,
  QueueAnswer,
  QueueQuery,
  RoomsAnswer,
  RoomsQuery,
  Ticket,
} from './contract.ts'
import { countQueue, listQueue } from './list-queue.ts'
import { listRooms } from './list-rooms.ts'
import { callNumber, skipNumber, startVisit, takeBack } from './move-in-queue.ts'
import { readTicket } from './read-ticket.ts'

export function encounterRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/rooms',
      permission: 'encounters.read',
      summary: 'Rooms that see patients, how many wait and how long; those that fit a reason first',
      query: RoomsQuery,
      response: RoomsAnswer,
    },
    ({ ctx, query }) => listRooms(ctx, query.reason ?? ''),
  )
  api(
    {
      method: 'POST',
      path: '/encounters/check-in',
      permission: 'encounters.checkin',
      summary: 'Open a visit and give out a number',
      body: CheckInBody,
      response: Ticket,
    },
    ({ ctx, body }) => checkIn(ctx, body),
  )
  api(
    {
      method: 'GET',
      path: '/queue',
      permission: 'encounters.read',
      summary: 'Visits of the day in the order of the line',
      query: QueueQuery,
      response: QueueAnswer,
    },
    ({ ctx, query }) => listQueue(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/queue/count',
      permission: 'encounters.read',
      summary: 'How many wait in all rooms today',
      response: Type.Object({ count: Type.Integer() }),
    },
    ({ ctx }) => countQueue(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/queue/:encounterId/ticket',
      permission: 'encounters.read',
      summary: 'The ticket of a visit, to print it again',
      params: EncounterParams,
      response: Ticket,
    },
    ({ ctx, params }) => readTicket(ctx, params.encounterId),
  )
  const moves = { call: callNumber, start: startVisit, skip: skipNumber, back: takeBack }
  const summaries = {
    call: 'Call a number to its room',
    start: 'The patient is in the room',
    skip: 'The patient did not come when called',
    back: 'Back into the line',
  }
  for (const move of ['call', 'start', 'skip', 'back'] as const)
    api(
      {
        method: 'POST',
        path: `/queue/:encounterId/${move}`,
        permission: 'encounters.queue',
        summary: summaries[move],
        params: EncounterParams,
      },
      ({ ctx, params }) => moves[move](ctx, params.encounterId),
    )
}
