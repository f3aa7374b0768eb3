import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/digitising',
    title: 'digitising.title',
    permission: 'digitising.read',
    nav: { icon: 'scan', order: 73, label: 'digitising.nav' },
    load: () => import('./digitising-screen.tsx'),
  },
]
