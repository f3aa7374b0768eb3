import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/status',
    title: 'operations.title',
    permission: 'operations.read',
    nav: { icon: 'shield', order: 88, label: 'operations.nav' },
    load: () => import('./status-screen.tsx'),
  },
  {
    path: '/status/settings',
    title: 'operations.settings.title',
    permission: 'operations.read',
    load: () => import('./settings-screen.tsx'),
  },
]
