import type { Api } from '#platform/http/api.ts'
import { MeasureQuery, MeasureView } from './contract.ts'
import { measure } from './measure.ts'

export function routes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/order-checks/measure',
      permission: 'order-checks.measure',
      query: MeasureQuery,
      response: MeasureView,
      summary: 'How often each check speaks, is heeded and is passed over; what is not covered',
    },
    ({ ctx, query }) => measure(ctx, query.from, query.to),
  )
}
