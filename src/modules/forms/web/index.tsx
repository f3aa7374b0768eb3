import type { Screen } from '#web/kit/screen.ts'

/** Statutory forms: those of a visit, one that is filled in, and the list of all. */
export const screens: readonly Screen[] = [
  {
    path: '/encounters/$encounterId/forms',
    title: 'fill.visit.title',
    permission: 'fills.read',
    load: () => import('./visit-forms-screen.tsx'),
  },
  {
    path: '/fills/$fillId',
    title: 'fill.title',
    permission: 'fills.read',
    load: () => import('./fill-screen.tsx'),
  },
  {
    path: '/stay/$encounterId/closing',
    title: 'fill.closing.title',
    permission: 'fills.read',
    load: () => import('./closing-screen.tsx'),
  },
  {
    path: '/forms',
    title: 'fill.all.title',
    permission: 'forms.read',
    nav: { icon: 'clipboard', order: 62, label: 'fill.all.nav' },
    load: () => import('./all-forms-screen.tsx'),
  },
  {
    path: '/workshop',
    title: 'fill.own.title',
    permission: 'forms.read',
    load: () => import('./workshop-screen.tsx'),
  },
  {
    path: '/workshop/$formId',
    title: 'fill.own.title',
    permission: 'forms.read',
    load: () => import('./own-form-screen.tsx'),
  },
  {
    path: '/phrases',
    title: 'fill.phrases.title',
    permission: 'forms.fill',
    load: () => import('./phrases-screen.tsx'),
  },
]
