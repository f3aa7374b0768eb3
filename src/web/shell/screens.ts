import type { Screen } from '#web/kit/screen.ts'

export const screens: readonly Screen[] = [
  {
    path: '/',
    title: 'shell.home.title',
    permission: 'login',
    nav: { icon: 'today', order: 0, label: 'shell.home.title', key: 'H' },
    load: () => import('./home-screen.tsx'),
  },
  { path: '/kit', title: 'shell.kit.title', permission: 'login', load: () => import('./kit-page/kit-screen.tsx') },
]
