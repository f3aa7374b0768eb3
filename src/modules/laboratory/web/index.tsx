import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/laboratory',
    title: 'laboratory.worklist.title',
    permission: 'laboratory.collect',
    nav: { icon: 'flask', order: 30, label: 'laboratory.nav', key: 'X', badge: '/api/laboratory/count' },
    load: () => import('./worklist-screen.tsx'),
  },
  {
    path: '/laboratory/$requisition',
    title: 'laboratory.title',
    permission: 'laboratory.collect',
    load: () => import('./requisition-screen.tsx'),
  },
  {
    path: '/patients/$patientId/labs',
    title: 'laboratory.flowsheet.title',
    permission: 'laboratory.read',
    load: () => import('./flowsheet-screen.tsx'),
  },
  {
    path: '/',
    title: 'laboratory.home.title',
    permission: 'laboratory.enter',
    home: { order: 10, wide: true, load: () => import('./home-card.tsx') },
  },
]
