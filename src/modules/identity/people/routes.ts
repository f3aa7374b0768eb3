import type { Api } from '#platform/http/api.ts'
import { PeopleAnswer, PeopleBody } from './contract.ts'
import { csvRows, takePeople } from './people-file.ts'

/** Joiners, movers and leavers by a file of the personnel department. */
export function peopleRoutes(api: Api): void {
  api(
    {
      method: 'POST',
      path: '/accounts/people',
      permission: 'users.manage',
      summary: 'Show or carry out what a personnel file means for the accounts',
      body: PeopleBody,
      response: PeopleAnswer,
      command: false,
    },
    ({ ctx, body }) => takePeople(ctx, csvRows(body.text), body.apply),
  )
}
