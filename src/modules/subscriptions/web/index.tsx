import type { Screen } from '#web/kit/index.ts'

/** What other systems are told, for the administrator. */
export const screens: readonly Screen[] = [
  {
    path: '/admin/subscriptions',
    title: 'subscriptions.title',
    permission: 'subscriptions.manage',
    nav: { icon: 'send', order: 92, label: 'subscriptions.nav' },
    load: () => import('./subscriptions-screen.tsx'),
  },
  {
    path: '/admin/subscriptions/$id',
    title: 'subscriptions.title',
    permission: 'subscriptions.manage',
    load: () => import('./subscription-screen.tsx'),
  },
]
