import type { Api } from '#platform/http/api.ts'
import { AuditQuery } from './contract.ts'
import { listAudit } from './list-audit.ts'

export function auditRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/audit',
      permission: 'audit.read',
      summary: 'Who saw and changed what, newest first',
      query: AuditQuery,
    },
    ({ ctx, query }) => listAudit(ctx, query),
  )
}
