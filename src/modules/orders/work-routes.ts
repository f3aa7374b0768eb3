import type { Api } from '#platform/http/api.ts'
import {
  AnswerBody,
  DepartmentQuery,
  OrderParams,
  OverdueQuery,
  OverdueView,
  PerformBody,
  ToCosignView,
  TypeAndId,
} from './contract.ts'
import { cosign, toCosign } from './cosign.ts'
import { seeOrder } from './order-seen.ts'
import { listOverdue } from './overdue.ts'
import { answerOrder, performOrder } from './perform-order.ts'

/** The loop of an order: performed, answered, seen, signed for; and what is late. */
export function workRoutes(api: Api): void {
  api(
    {
      method: 'GET',
      path: '/orders/overdue',
      permission: 'orders.read',
      query: OverdueQuery,
      response: OverdueView,
      summary: 'Orders whose next step is late, for the orderer, the ward or who performs',
    },
    ({ ctx, query }) => listOverdue(ctx, query),
  )
  api(
    {
      method: 'GET',
      path: '/orders/to-cosign',
      permission: 'orders.read',
      query: DepartmentQuery,
      response: ToCosignView,
      summary: 'Orders given by word that wait for their doctor',
    },
    ({ ctx, query }) => toCosign(ctx, query.department),
  )
  api(
    {
      method: 'POST',
      path: '/orders/by-word/:type/:id/cosign',
      permission: 'orders.write',
      params: TypeAndId,
      summary: 'Sign for an order that one gave by word',
    },
    ({ ctx, params }) => cosign(ctx, params.type, params.id),
  )
  api(
    {
      method: 'POST',
      path: '/orders/:id/perform',
      permission: 'orders.perform',
      params: OrderParams,
      body: PerformBody,
      summary: 'Record that an order was done: who, where, when, how much, who pays',
    },
    ({ ctx, params, body }) => performOrder(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: '/orders/:id/answer',
      permission: 'orders.perform',
      params: OrderParams,
      body: AnswerBody,
      summary: 'Write the answer to an order: report of an examination, opinion of a consultant',
    },
    ({ ctx, params, body }) => answerOrder(ctx, params.id, body.result),
  )
  api(
    {
      method: 'POST',
      path: '/orders/:id/seen',
      permission: 'orders.read',
      params: OrderParams,
      summary: 'Note that the answer of an order was opened',
    },
    ({ ctx, params }) => seeOrder(ctx, params.id),
  )
}
