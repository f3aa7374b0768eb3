import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/record-destruction',
    title: 'destruction.title',
    permission: 'destruction.read',
    nav: { icon: 'trash', order: 74, label: 'destruction.nav' },
    load: () => import('./destruction-screen.tsx'),
  },
]
