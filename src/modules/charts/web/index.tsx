import type { Screen } from '#web/kit/screen.ts'

/** Charts of a stay. */
export const screens: readonly Screen[] = [
  {
    path: '/stay/$id/charts',
    title: 'charts.title',
    permission: 'vitals.read',
    load: () => import('./charts-screen.tsx'),
  },
]
