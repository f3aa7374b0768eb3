import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/signing',
    title: 'signing.title',
    permission: 'signing.sign',
    nav: { icon: 'sign', order: 60, label: 'signing.nav', key: 'S', badge: '/api/signing/count' },
    load: () => import('./signing-screen.tsx'),
  },
  {
    path: '/signing/proofs',
    title: 'signing.proofs.title',
    permission: 'signing.oversee',
    nav: { icon: 'seal', order: 88, label: 'signing.proofs.nav', badge: '/api/signing/proofs/count' },
    load: () => import('./proofs-screen.tsx'),
  },
  {
    path: '/signing/to-seal',
    title: 'seal.title',
    permission: 'signing.seal',
    nav: { icon: 'seal', order: 61, label: 'seal.nav', badge: '/api/signing/to-seal/count' },
    load: () => import('./seal-screen.tsx'),
  },
  {
    path: '/signing/seal-key',
    title: 'seal.key.title',
    permission: 'signing.installSeal',
    nav: { icon: 'seal', order: 91, label: 'seal.key.nav' },
    load: () => import('./seal-key-screen.tsx'),
  },
  {
    path: '/signing/confirm',
    title: 'confirm.title',
    permission: 'signing.confirm',
    load: () => import('./confirm-screen.tsx'),
  },
  {
    path: '/my-papers',
    title: 'confirm.mine',
    permission: 'requests.own',
    nav: { icon: 'sign', order: 12, label: 'confirm.mine' },
    load: () => import('./my-papers-screen.tsx'),
  },
  {
    path: '/signing/places',
    title: 'signing.places.department',
    permission: 'signing.sign',
    load: () => import('./places-screen.tsx'),
  },
  {
    path: '/',
    title: 'signing.home.title',
    permission: 'signing.sign',
    home: { order: 40, load: () => import('./home-card.tsx') },
  },
]
