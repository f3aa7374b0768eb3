import type { Screen } from '#web/kit/screen.ts'

/** The nurse's triage, and the flow sheet of a stay. */
export const screens: readonly Screen[] = [
  {
    path: '/triage',
    title: 'vitals.triage.title',
    permission: 'vitals.write',
    nav: { icon: 'pulse', order: 14, label: 'vitals.triage.nav', key: 'V' },
    load: () => import('./triage-screen.tsx'),
  },
  {
    path: '/stay/$id/observations',
    title: 'vitals.flow.title',
    permission: 'vitals.read',
    load: () => import('./observations-screen.tsx'),
  },
]
