import type { Screen } from '#web/kit/screen.ts'

/** Orders of a stay, and what is late. */
export const screens: readonly Screen[] = [
  {
    path: '/stay/$encounterId/orders',
    title: 'orders.pad.title',
    permission: 'orders.read',
    load: () => import('./pad-screen.tsx'),
  },
  {
    path: '/orders/overdue',
    title: 'orders.overdue.title',
    permission: 'orders.read',
    nav: { icon: 'clock', order: 45, label: 'orders.overdue.nav' },
    load: () => import('./overdue-screen.tsx'),
  },
]
