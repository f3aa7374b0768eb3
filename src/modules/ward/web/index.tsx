import type { Screen } from '#web/kit/screen.ts'

/** The bed board and the stay of a patient. */
export const screens: readonly Screen[] = [
  {
    path: '/stay/$id/overview',
    title: 'ward.stay.title',
    permission: 'ward.read',
    load: () => import('./stay-screen.tsx'),
  },
]
