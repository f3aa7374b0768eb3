import type { Screen } from '#web/kit/index.ts'

/** The drills, from the incident book. */
export const screens: readonly Screen[] = [
  { path: '/drills', title: 'drills.title', permission: 'drills.run', load: () => import('./drills-screen.tsx') },
]
