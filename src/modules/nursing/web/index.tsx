import type { Screen } from '#web/kit/screen.ts'

/** Fluids and nursing of a stay; the ward of the shift. */
export const screens: readonly Screen[] = [
  {
    path: '/ward/nursing',
    title: 'nursing.ward.title',
    permission: 'nursing.read',
    nav: { icon: 'care', order: 16, label: 'nursing.ward.nav' },
    load: () => import('./ward-screen.tsx'),
  },
  {
    path: '/stay/$id/fluids',
    title: 'nursing.fluids.title',
    permission: 'nursing.read',
    load: () => import('./fluids-screen.tsx'),
  },
  {
    path: '/stay/$id/nursing',
    title: 'nursing.title',
    permission: 'nursing.read',
    load: () => import('./nursing-screen.tsx'),
  },
]
