import type { Screen } from '#web/kit/index.ts'

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
    path: '/account/password',
    title: 'identity.password.title',
    permission: 'login',
    load: () => import('./own-password-screen.tsx'),
  },
]
