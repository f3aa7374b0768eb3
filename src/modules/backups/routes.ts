import Type from 'typebox'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Api } from '#platform/http/api.ts'
import * as contract from './contract.ts'
import { paperOfDrill } from './drill-rows.ts'
import { viewBackup } from './view-backup.ts'

const permission = 'backups.read'

export function backupRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/backups',
      permission,
      summary: 'How the backup stands: copies, bases, drills, and what to do',
      response: contract.BackupView,
    },
    async ({ ctx }) => viewBackup(ctx),
  )
  api(
    {
      method: 'GET',
      path: '/backups/drills/:id/minutes',
      permission,
      summary: 'Minutes of a restore drill under the seal of the facility',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
    },
    async ({ ctx, params, reply }) => {
      const paper = await paperOfDrill(ctx, params.id)
      if (!paper) throw commonErrors.notFound({ type: 'minutes', id: params.id })
      reply.type('application/pdf').header('content-disposition', `inline; filename="${params.id}.pdf"`)
      return reply.send(await ctx.blobs.get(paper))
    },
  )
}
