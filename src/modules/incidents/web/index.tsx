import type { Screen } from '#web/kit/index.ts'

/** The incident book: the list with the report, and one incident. */
export const screens: readonly Screen[] = [
  {
    path: '/incidents',
    title: 'incidents.title',
    permission: 'incidents.report',
    nav: { icon: 'danger', order: 89, label: 'incidents.nav' },
    load: () => import('./list-screen.tsx'),
  },
  {
    path: '/incidents/$id',
    title: 'incidents.title',
    permission: 'incidents.report',
    load: () => import('./incident-screen.tsx'),
  },
]
