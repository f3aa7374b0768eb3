import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/access/reviews',
    title: 'access.reviews.title',
    permission: 'access.review',
    nav: { icon: 'unlock', order: 81, label: 'access.reviews.nav', badge: '/api/access/reviews/count' },
    load: () => import('./reviews-screen.tsx'),
  },
  {
    path: '/access/representatives',
    title: 'access.represent.title',
    permission: 'access.represent',
    nav: { icon: 'user', order: 82, label: 'access.represent.title' },
    load: () => import('./representatives-screen.tsx'),
  },
  {
    path: '/patients/$patientId/protection',
    title: 'access.protect.title',
    permission: 'access.protect',
    load: () => import('./protection-screen.tsx'),
  },
  {
    path: '/my-openings',
    title: 'access.mine.title',
    permission: 'requests.own',
    nav: { icon: 'unlock', order: 21, label: 'access.mine.nav' },
    load: () => import('./my-openings-screen.tsx'),
  },
]
