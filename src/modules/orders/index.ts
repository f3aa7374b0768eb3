import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'
import { stayRoutes } from './stay-routes.ts'
import { workGuards } from './work-guards.ts'

export type { OrdersView, OrderView, ResultView } from './contract.ts'
export { readOrders } from './read-orders.ts'
export { releasedStatuses, resultView } from './results-of.ts'

/** Orders of every kind as doctors place and follow them, and as departments perform them. */
export const orders: HospitalModule = {
  name: 'orders',
  permissions: {
    'orders.read': 'See orders and released results',
    'orders.write': 'Order tests and take orders back',
    'orders.place': 'Enter orders on a ward, as a doctor or as heard from one',
  },
  routes(api) {
    routes(api)
    stayRoutes(api)
  },
  guards: workGuards,
}
