import type { Screen } from '#web/kit/screen.ts'

/** Meetings about patients: mine, one of them, those of a stay, and reviews of deaths. */
export const screens: readonly Screen[] = [
  {
    path: '/consultations',
    title: 'consultations.title',
    permission: 'consultations.read',
    nav: { icon: 'users', order: 14, label: 'consultations.nav', badge: '/api/consultations/count' },
    load: () => import('./list-screen.tsx'),
  },
  {
    path: '/consultations/$id',
    title: 'consultations.meeting.title',
    permission: 'consultations.read',
    load: () => import('./meeting-screen.tsx'),
  },
  {
    path: '/stay/$id/consultations',
    title: 'consultations.stay.title',
    permission: 'rounds.read',
    load: () => import('./stay-screen.tsx'),
  },
  {
    path: '/deaths',
    title: 'consultations.deaths.title',
    permission: 'consultations.deaths',
    nav: { icon: 'clipboard', order: 75, label: 'consultations.deaths.nav' },
    load: () => import('./deaths-screen.tsx'),
  },
  {
    path: '/',
    title: 'consultations.home',
    permission: 'consultations.read',
    home: { order: 35, load: () => import('./home-card.tsx') },
  },
]
