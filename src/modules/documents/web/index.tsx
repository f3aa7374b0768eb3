import type { Screen } from '#web/kit/index.ts'

export const screens: readonly Screen[] = [
  {
    path: '/encounters/$encounterId/documents',
    title: 'documents.title',
    permission: 'documents.read',
    load: () => import('./papers-screen.tsx'),
  },
  {
    path: '/documents/$documentId',
    title: 'documents.paper',
    permission: 'documents.read',
    load: () => import('./one-paper-screen.tsx'),
  },
]
