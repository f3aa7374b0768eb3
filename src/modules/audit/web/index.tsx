import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/audit',
    title: 'audit.title',
    permission: 'audit.read',
    nav: { icon: 'eye', order: 80, label: 'audit.nav' },
    load: () => import('./audit-screen.tsx'),
  },
]
