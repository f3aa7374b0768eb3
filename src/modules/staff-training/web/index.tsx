import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/training',
    title: 'staffTraining.title',
    permission: 'training.own',
    nav: { icon: 'checklist', order: 91, label: 'staffTraining.nav' },
    load: () => import('./training-screen.tsx'),
  },
]
