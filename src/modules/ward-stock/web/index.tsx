import type { Screen } from '#web/kit/screen.ts'

/** What a ward holds, what it asks of the pharmacy, its books. */
export const screens: readonly Screen[] = [
  {
    path: '/ward/stock',
    title: 'wardStock.title',
    permission: 'wardStock.read',
    nav: { icon: 'archive', order: 23, label: 'wardStock.nav' },
    load: () => import('./stock-screen.tsx'),
  },
]
