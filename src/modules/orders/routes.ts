import type { Api } from '#platform/http/api.ts'
import { cancelOrder } from './cancel-order.ts'
import {
  CancelBody,
  CheckBody,
  CheckView,
  EncounterParams,
  NewResultsView,
  OrderBody,
  OrderParams,
  OrdersView,
  PlacedView,
  SeenBody,
} from './contract.ts'
import { listNewResults } from './list-new-results.ts'
import { checkOrders, placeOrders } from './place-orders.ts'
import { readOrders } from './read-orders.ts'
import { markSeen } from './seen.ts'

export function routes(api: Api): void {
  const path = '/encounters/:id/orders'
  api(
    {
      method: 'GET',
      path,
      permission: 'orders.read',
      params: EncounterParams,
      response: OrdersView,
      summary: 'Laboratory orders of a visit, their state and released results',
    },
    ({ ctx, params }) => readOrders(ctx, params.id),
  )
  api(
    {
      method: 'POST',
      path,
      permission: 'orders.write',
      params: EncounterParams,
      body: OrderBody,
      response: PlacedView,
      summary: 'Order laboratory tests under one number',
    },
    ({ ctx, params, body }) => placeOrders(ctx, params.id, body),
  )
  api(
    {
      method: 'POST',
      path: `${path}/check`,
      permission: 'orders.read',
      command: false,
      params: EncounterParams,
      body: CheckBody,
      response: CheckView,
      summary: 'Which tests the patient is already having today',
    },
    async ({ ctx, params, body }) => ({ duplicates: await checkOrders(ctx, params.id, body.tests) }),
  )
  api(
    {
      method: 'POST',
      path: '/orders/:id/cancel',
      permission: 'orders.write',
      params: OrderParams,
      body: CancelBody,
      response: OrdersView,
      summary: 'Take an order back before its specimen is drawn',
    },
    ({ ctx, params, body }) => cancelOrder(ctx, params.id, body.reason),
  )
  api(
    {
      method: 'POST',
      path: '/orders/seen',
      permission: 'orders.read',
      body: SeenBody,
      summary: 'Note that the person has opened these results',
    },
    ({ ctx, body }) => markSeen(ctx, body.results),
  )
  api(
    {
      method: 'GET',
      path: '/orders/new-results',
      permission: 'orders.read',
      response: NewResultsView,
      summary: 'Patients of the doctor with results not opened yet',
    },
    ({ ctx }) => listNewResults(ctx),
  )
}
