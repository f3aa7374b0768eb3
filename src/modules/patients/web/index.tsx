import type { Screen } from '#web/kit/screen.ts'

/** Reception, and a patient's particulars. */
export const screens: readonly Screen[] = [
  {
    path: '/reception',
    title: 'patients.reception.title',
    permission: 'encounters.checkin',
    nav: { icon: 'idcard', order: 10, label: 'patients.reception.nav', key: 'T' },
    load: () => import('./reception-screen.tsx'),
  },
  {
    path: '/patients/$patientId/particulars',
    title: 'patients.particulars.title',
    permission: 'patients.read',
    load: () => import('./particulars-screen.tsx'),
  },
]
