import type { Screen } from '#web/kit/screen.ts'

/** The beds of a ward in the morning, and the round at one of them. */
export const screens: readonly Screen[] = [
  {
    path: '/ward/round',
    title: 'rounds.ward.title',
    permission: 'rounds.read',
    nav: { icon: 'clipboard', order: 13, label: 'rounds.nav', key: 'B' },
    load: () => import('./ward-round-screen.tsx'),
  },
  {
    path: '/stay/$id/round',
    title: 'rounds.screen.title',
    permission: 'rounds.read',
    load: () => import('./round-screen.tsx'),
  },
]
