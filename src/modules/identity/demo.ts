import type { Context } from '#platform/context.ts'
import { findAccountByName } from './account-store.ts'
import { createAccount } from './create-account.ts'
import { demoAccounts, roles } from './data-files.ts'
import { resourceScopes } from './domain/scopes.ts'
import { findClient, hashSecret, insertClient } from './oauth/client-store.ts'

/** `bacsi-Demo-2026`; told on the console, refused in production. */
export function demoPassword(userName: string): string {
  return `${userName}-Demo-2026`
}

/** The demo accounts for the login screen and the console. */
export function listDemoAccounts(language: 'vi' | 'en') {
  return demoAccounts.accounts.map(({ userName, role }) => ({
    userName,
    password: demoPassword(userName),
    title: roles.get(role)?.title[language] ?? role,
  }))
}

/** Makes the twelve demo accounts and the demo client, each unless it exists. Only in demo mode. */
export async function seedDemoAccounts(ctx: Context): Promise<void> {
  for (const { role, ...account } of demoAccounts.accounts)
    if (!(await findAccountByName(ctx, account.userName)))
      await createAccount(ctx, { ...account, password: demoPassword(account.userName), roles: [role], demo: true })
  const { clientId, name, secret } = demoAccounts.client
  if (await findClient(ctx.db, clientId)) return
  await insertClient(ctx, {
    client_id: clientId,
    name,
    secret_hash: await hashSecret(secret),
    jwks: null,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    launch_uri: null,
    scopes: resourceScopes.filter((scope) => scope.startsWith('system/')),
    roles: ['system'],
    trusted: false,
    active: true,
    demo: true,
    created_at: ctx.now(),
    last_seen_at: null,
  })
}
