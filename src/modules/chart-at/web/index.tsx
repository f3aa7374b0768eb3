import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/records/$id/at',
    title: 'chart-at.title',
    permission: 'records.at',
    load: () => import('./chart-at-screen.tsx'),
  },
]
