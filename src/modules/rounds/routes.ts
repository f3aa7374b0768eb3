import type { Api } from '#platform/http/api.ts'
import { CourseBody, CourseSaved, RoundView, StayParams, WardQuery, WardRound } from './contract.ts'
import { readRound } from './read-round.ts'
import { wardRound } from './ward-round.ts'
import { writeCourse } from './write-course.ts'

export function routes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/ward/round',
      permission: 'rounds.read',
      query: WardQuery,
      response: WardRound,
      summary: 'Patients in the beds of a department, with what today’s round has done',
    },
    ({ ctx, query }) => wardRound(ctx, query.department),
  )
  api(
    {
      method: 'GET',
      path: '/stays/:encounterId/round',
      permission: 'rounds.read',
      params: StayParams,
      response: RoundView,
      summary: 'What the morning round looks at, of one patient',
    },
    ({ ctx, params }) => readRound(ctx, params.encounterId),
  )
  api(
    {
      method: 'PUT',
      path: '/stays/:encounterId/course',
      permission: 'rounds.write',
      params: StayParams,
      body: CourseBody,
      response: CourseSaved,
      summary: 'Keep the entry of a round in the treatment sheet, with the orders of the day',
    },
    ({ ctx, params, body }) => writeCourse(ctx, params.encounterId, body),
  )
}
