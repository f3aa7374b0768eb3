import type { Api } from '#platform/http/api.ts'
import { chartAt } from './chart-at.ts'
import { AtQuery, RecordPath } from './contract.ts'

export function chartAtRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/records/:id/at',
      permission: 'records.at',
      summary: 'A record as it was at a time, and as one person could see it then',
      params: RecordPath,
      query: AtQuery,
    },
    ({ ctx, params: { id }, query }) => chartAt(ctx, id, query),
  )
}
