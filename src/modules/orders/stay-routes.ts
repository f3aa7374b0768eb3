import { CheckedView } from '#modules/order-checks/index.ts'
import type { Api } from '#platform/http/api.ts'
import { changeOrder } from './change-order.ts'
import {
  ActView,
  ChangeBody,
  ChangeParams,
  PadCheckBody,
  PlaceBody,
  StayOrdersView,
  StayParams,
} from './contract.ts'
import { checkPad, placeAct } from './order-act.ts'
import { checkStandingDoses } from './standing-doses.ts'
import { stayOrders } from './stay-orders.ts'

/** The order pad of a stay. */
export function stayRoutes(api: Api): void {
  const path = '/stays/:encounterId/orders'
  api(
    {
      method: 'GET',
      path,
      permission: 'orders.read',
      params: StayParams,
      response: StayOrdersView,
      summary: 'Every order of a stay with how far it has come',
    },
    ({ ctx, params }) => stayOrders(ctx, params.encounterId),
  )
  api(
    {
      method: 'POST',
      path,
      permission: 'orders.place',
      params: StayParams,
      body: PlaceBody,
      response: ActView,
      summary: 'Place orders of any kind in one act',
    },
    ({ ctx, params, body }) => placeAct(ctx, params.encounterId, body),
  )
  api(
    {
      method: 'GET',
      path: `${path}/doses`,
      permission: 'orders.read',
      params: StayParams,
      response: CheckedView,
      summary: 'Standing doses that the weight, age or kidney function of now speaks against',
    },
    ({ ctx, params }) => checkStandingDoses(ctx, params.encounterId),
  )
  api(
    {
      method: 'POST',
      path: `${path}/check`,
      permission: 'orders.place',
      command: false,
      params: StayParams,
      body: PadCheckBody,
      response: CheckedView,
      summary: 'What the checks say about lines before they are placed, and what they do not cover',
    },
    ({ ctx, params, body }) => checkPad(ctx, params.encounterId, body.lines, body.replaces),
  )
  api(
    {
      method: 'POST',
      path: `${path}/:type/:id/change`,
      permission: 'orders.write',
      params: ChangeParams,
      body: ChangeBody,
      response: StayOrdersView,
      summary: 'Hold, resume, stop or keep an order with its reason',
    },
    async ({ ctx, params, body }) => {
      await changeOrder(ctx, params, body)
      return stayOrders(ctx, params.encounterId)
    },
  )
}
