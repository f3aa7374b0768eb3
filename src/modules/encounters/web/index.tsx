import type { Screen } from '#web/kit/screen.ts'

/** The lines before the rooms. */
export const screens: readonly Screen[] = [
  {
    path: '/queue',
    title: 'encounters.queue.title',
    permission: 'encounters.read',
    nav: { icon: 'queue', order: 12, label: 'encounters.queue.nav', key: 'Q', badge: '/api/queue/count' },
    load: () => import('./queue-screen.tsx'),
  },
]
