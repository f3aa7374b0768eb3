import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/backups',
    title: 'backups.title',
    permission: 'backups.read',
    nav: { icon: 'archive', order: 89, label: 'backups.nav' },
    load: () => import('./backups-screen.tsx'),
  },
]
