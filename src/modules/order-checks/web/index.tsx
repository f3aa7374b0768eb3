import type { Screen } from '#web/kit/screen.ts'

/** How the checks of orders are met: for the pharmacist and the IT officer. */
export const screens: readonly Screen[] = [
  {
    path: '/orders/alerts',
    title: 'orders.measure.title',
    permission: 'order-checks.measure',
    nav: { icon: 'chart', order: 75, label: 'orders.measure.nav' },
    load: () => import('./measure-screen.tsx'),
  },
]
