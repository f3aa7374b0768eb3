import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { drillErrors } from './errors.ts'
import { gradeDrill } from './grade-drill.ts'
import { listDrills } from './list-drills.ts'
import { noteStaged, planDrill } from './plan-drill.ts'
import { readDrill } from './repository.ts'

const params = contract.DrillPath
const permission = 'drills.run'

export function drillRoutes(api: Api): void {
  api({ method: 'GET', path: '/drills', permission, summary: 'Drills with their stage and grade' }, ({ ctx }) =>
    listDrills(ctx),
  )
  api(
    {
      method: 'POST',
      path: '/drills',
      permission,
      summary: 'Plan a drill on a demo hospital: what the attack may take',
      body: contract.PlanBody,
    },
    ({ ctx, body }) => planDrill(ctx, body.scenario),
  )
  api(
    {
      method: 'POST',
      path: '/drills/:id/staged',
      permission,
      summary: 'Say what the attack did; the clock of the reaction runs from here',
      params,
      body: contract.Facts,
    },
    ({ ctx, params: { id }, body }) => noteStaged(ctx, id, body),
  )
  api(
    {
      method: 'POST',
      path: '/drills/:id/grade',
      permission,
      summary: 'Grade the reaction by what the running system knows',
      params,
    },
    ({ ctx, params: { id } }) => gradeDrill(ctx, id),
  )
  api(
    { method: 'GET', path: '/drills/:id/minutes', permission, summary: 'The minutes of a graded drill', params },
    async ({ ctx, params: { id }, reply }) => {
      const { minutes } = await readDrill(ctx, id)
      if (!minutes) throw drillErrors.notGraded()
      return reply
        .type('application/pdf')
        .header('content-disposition', 'inline; filename="bien-ban-dien-tap.pdf"')
        .header('cache-control', 'private, no-store')
        .send(await ctx.blobs.get(minutes))
    },
  )
}
