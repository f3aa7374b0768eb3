import type { Screen } from '#web/kit/screen.ts'

/** Medicines of one patient, and of all of a ward. */
export const screens: readonly Screen[] = [
  {
    path: '/ward/medicines',
    title: 'medicines.ward.title',
    permission: 'medicines.read',
    nav: { icon: 'pill', order: 22, label: 'medicines.ward.nav', key: 'T' },
    load: () => import('./ward-screen.tsx'),
  },
  {
    path: '/stay/$id/medicines',
    title: 'medicines.title',
    permission: 'medicines.read',
    load: () => import('./medicines-screen.tsx'),
  },
]
