import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/ledger',
    title: 'ledger.title',
    permission: 'ledger.read',
    nav: { icon: 'books', order: 88, label: 'ledger.nav' },
    load: () => import('./ledger-screen.tsx'),
  },
]
