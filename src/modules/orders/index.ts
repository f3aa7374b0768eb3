import type { HospitalModule } from '#platform/module.ts'
import { padRoutes } from './pad-routes.ts'
import { routes } from './routes.ts'
import { stayRoutes } from './stay-routes.ts'
import { workGuards } from './work-guards.ts'
import { workRoutes } from './work-routes.ts'

export { changeOrder } from './change-order.ts'
export type { ActView, OrdersView, OrderView, ResultView, StayOrder, StayOrdersView } from './contract.ts'
/** Orders of yesterday to place again, and placing them: the morning round. */
export { copyForward, ordersToCopy } from './copy-forward.ts'
/** Orders that end with a stay, and run on when its end is undone. */
export { ordersEnding, ordersResuming } from './end-orders.ts'
export type { CopyBody, CopyView } from './office-contract.ts'
/** One act of ordering, whatever the kinds; every order of a stay. */
export { placeAct } from './order-act.ts'
export { performOrder } from './perform-order.ts'
export { readOrders } from './read-orders.ts'
export { releasedStatuses, resultView } from './results-of.ts'
export { stayOrders } from './stay-orders.ts'

/** Orders of every kind as doctors place and follow them, and as departments perform them. */
export const orders: HospitalModule = {
  name: 'orders',
  permissions: {
    'orders.read': 'See orders and released results',
    'orders.write': 'Order tests and take orders back',
    'orders.perform': 'Record what was done for an order and answer it',
    'orders.place': 'Enter orders on a ward, as a doctor or as heard from one',
  },
  routes(api) {
    routes(api)
    stayRoutes(api)
    padRoutes(api)
    workRoutes(api)
  },
  guards: workGuards,
}
