import type { Screen } from '#web/kit/screen.ts'

/** The doctor's examination. */
export const screens: readonly Screen[] = [
  {
    path: '/exam',
    title: 'exam.title',
    permission: 'exam.write',
    nav: { icon: 'stethoscope', order: 20, label: 'exam.nav', key: 'K' },
    load: () => import('./exam-screen.tsx'),
  },
  {
    path: '/exam/$encounterId',
    title: 'exam.title',
    permission: 'exam.read',
    load: () => import('./exam-screen.tsx'),
  },
  {
    path: '/',
    title: 'exam.home.title',
    permission: 'exam.write',
    home: { order: 10, wide: true, load: () => import('./home-card.tsx') },
  },
]
