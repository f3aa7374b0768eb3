import type { Screen } from '#web/kit/screen.ts'

/** The patient's chart. */
export const screens: readonly Screen[] = [
  {
    path: '/patients/$patientId',
    title: 'chart.title',
    permission: 'chart.read',
    load: () => import('./chart-screen.tsx'),
  },
]
