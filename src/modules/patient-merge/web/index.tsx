import type { Screen } from '#web/kit/index.ts'

/** Two entries of one person made one, and two again when that was a mistake. */
export const screens: readonly Screen[] = [
  {
    path: '/patient-merges',
    title: 'patientMerge.title',
    permission: 'patients.merge',
    nav: { icon: 'users', order: 75, label: 'patientMerge.nav' },
    load: () => import('./merge-screen.tsx'),
  },
]
