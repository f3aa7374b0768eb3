import type { Screen } from '#web/kit/screen.ts'

/** The bed board, the census and the stay of a patient. */
export const screens: readonly Screen[] = [
  {
    path: '/ward',
    title: 'ward.board.title',
    permission: 'ward.read',
    nav: { icon: 'bed', order: 14, label: 'ward.board.nav', key: 'B' },
    load: () => import('./board-screen.tsx'),
  },
  {
    path: '/ward/census',
    title: 'ward.census.title',
    permission: 'ward.read',
    load: () => import('./census-screen.tsx'),
  },
  {
    path: '/stay/$id/overview',
    title: 'ward.stay.title',
    permission: 'ward.read',
    load: () => import('./stay-screen.tsx'),
  },
  {
    path: '/stay/$id/discharge',
    title: 'ward.discharge.title',
    permission: 'ward.discharge',
    load: () => import('./discharge-screen.tsx'),
  },
]
