import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/record-requests',
    title: 'requests.title',
    permission: 'requests.read',
    nav: { icon: 'copy', order: 72, label: 'requests.nav' },
    load: () => import('./requests-screen.tsx'),
  },
  {
    path: '/my-records',
    title: 'requests.mine.title',
    permission: 'requests.own',
    nav: { icon: 'folder', order: 10, label: 'requests.mine.title' },
    load: () => import('./my-records-screen.tsx'),
  },
  {
    path: '/',
    title: 'requests.granted.title',
    permission: 'login',
    home: { order: 30, load: () => import('./granted-card.tsx') },
  },
]
