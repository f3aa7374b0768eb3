import type { HospitalModule } from '#platform/module.ts'
import { routes } from './routes.ts'

export type { OrdersView, OrderView, ResultView } from './contract.ts'
export { readOrders } from './read-orders.ts'
export { releasedStatuses, resultView } from './results-of.ts'

/** Laboratory orders as the doctor places and follows them. */
export const orders: HospitalModule = {
  name: 'orders',
  permissions: {
    'orders.read': 'See orders and released results',
    'orders.write': 'Order tests and take orders back',
  },
  routes,
}
