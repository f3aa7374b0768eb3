import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/records',
    title: 'records.title',
    permission: 'records.find',
    nav: { icon: 'folder', order: 70, label: 'records.nav', key: 'R', badge: '/api/records/count' },
    load: () => import('./office-screen.tsx'),
  },
  {
    path: '/records/$id',
    title: 'records.title',
    permission: 'records.read',
    load: () => import('./record-screen.tsx'),
  },
  {
    path: '/verify',
    title: 'records.verify.title',
    permission: 'login',
    nav: { icon: 'certificate', order: 90, label: 'records.verify.nav' },
    load: () => import('./verify-screen.tsx'),
  },
  {
    path: '/',
    title: 'records.home.title',
    permission: 'records.archive',
    home: { order: 10, wide: true, load: () => import('./home-card.tsx') },
  },
  {
    path: '/',
    title: 'records.reopening.title',
    permission: 'records.reopen',
    home: { order: 12, load: () => import('./reopenings-card.tsx') },
  },
]
