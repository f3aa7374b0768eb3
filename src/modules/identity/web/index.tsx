import { lazy } from 'react'
import type { Screen } from '#web/kit/index.ts'

/** For the shell, which lets nobody pass who has to set up a second step. */
export const EnrolFactor = lazy(async () => ({ default: (await import('./enrol-factor.tsx')).EnrolFactor }))

/** For the shell: what happened to the own account. */
export { AccountNotices } from './account-notices.tsx'

/** Screens of accounts: administration, the own password. Login and first setup belong to the shell. */
export const screens: readonly Screen[] = [
  {
    path: '/admin/accounts',
    title: 'identity.accounts.title',
    permission: 'users.manage',
    nav: { icon: 'users', order: 90, label: 'identity.accounts.nav', key: 'U' },
    load: () => import('./accounts-screen.tsx'),
  },
  {
    path: '/admin/access-reviews',
    title: 'identity.reviews.title',
    permission: 'users.review',
    nav: { icon: 'checklist', order: 91, label: 'identity.reviews.nav' },
    load: () => import('./reviews-screen.tsx'),
  },
  {
    path: '/admin/clients',
    title: 'identity.clients.title',
    permission: 'users.manage',
    nav: { icon: 'external', order: 92, label: 'identity.clients.nav' },
    load: () => import('./clients-screen.tsx'),
  },
  {
    path: '/account/password',
    title: 'identity.password.title',
    permission: 'login',
    load: () => import('./own-password-screen.tsx'),
  },
  {
    path: '/account/security',
    title: 'identity.security.title',
    permission: 'login',
    load: () => import('./security-screen.tsx'),
  },
]
