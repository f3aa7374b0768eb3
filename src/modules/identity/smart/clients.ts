import { randomBytes } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { resourceScopes, scimScope } from '../domain/scopes.ts'
import { isPlainQuery, readSmartScope } from '../domain/smart-scopes.ts'
import { isUserName } from '../domain/user-name.ts'
import { identityErrors } from '../errors.ts'
import { hashSecret, insertClient } from '../oauth/client-store.ts'
import { requireRoles } from '../roles.ts'
import { tables } from '../tables.ts'
import type { ClientSummary, LaunchableApp, NewClient, NewClientBody } from './contract.ts'

const all = (ctx: Context) =>
  tables(ctx).selectFrom('oauth_client').selectAll().where('facility', '=', ctx.facility).orderBy('client_id')

export async function listClients(ctx: Context): Promise<ClientSummary[]> {
  return (await all(ctx).execute()).map((row) => ({
    id: row.client_id,
    name: row.name,
    kind: row.grant_types.includes('client_credentials') ? 'system' : row.secret_hash ? 'app-secret' : 'app',
    redirectUris: row.redirect_uris,
    ...(row.launch_uri ? { launchUri: row.launch_uri } : {}),
    scopes: row.scopes,
    roles: row.roles,
    active: row.active,
  }))
}

/** Applications that a chart can open. */
export async function launchableApps(ctx: Context): Promise<LaunchableApp[]> {
  const rows = await all(ctx).where('active', '=', true).where('launch_uri', 'is not', null).execute()
  return rows.map(({ client_id: id, name }) => ({ id, name }))
}

function requireScopes(scopes: readonly string[]): void {
  const wrong = scopes.find((text) => {
    const scope = readSmartScope(text)
    return !resourceScopes.includes(text) && text !== scimScope && !(scope && isPlainQuery(scope.query))
  })
  if (wrong !== undefined) throw identityErrors.scopeUnknown({ scope: wrong.slice(0, 100) })
}

/** Registers an application or a system; a secret is made here and told once. */
export async function addClient(ctx: Context, given: NewClientBody): Promise<NewClient> {
  if (!isUserName(given.id)) throw identityErrors.userNameInvalid()
  requireScopes(given.scopes)
  requireRoles(given.roles ?? [])
  const isSystem = given.kind === 'system'
  const secret = given.kind === 'app' || given.jwks ? undefined : randomBytes(32).toString('base64url')
  if (!isSystem && !given.redirectUris?.length) throw identityErrors.redirectMissing()
  await insertClient(ctx, {
    client_id: given.id,
    name: given.name.normalize('NFC').trim(),
    secret_hash: secret === undefined ? null : await hashSecret(secret),
    jwks: given.jwks ?? null,
    grant_types: isSystem ? ['client_credentials'] : ['authorization_code', 'refresh_token'],
    redirect_uris: isSystem ? [] : [...(given.redirectUris ?? [])],
    launch_uri: given.launchUri ?? null,
    scopes: [...given.scopes],
    roles: isSystem ? [...(given.roles ?? [])] : [],
    trusted: false,
    active: true,
    demo: false,
    created_at: ctx.now(),
    last_seen_at: null,
  })
  await audit(ctx, 'client-create', 'success', {
    client: given.id,
    kind: given.kind,
    scopes: given.scopes.join(' '),
  })
  return { id: given.id, ...(secret === undefined ? {} : { secret }) }
}

/** Closes a client or opens it again; its tokens end within half a second. */
export async function switchClient(ctx: Context, id: string, active: boolean): Promise<void> {
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('oauth_client')
    .set({ active })
    .where('facility', '=', ctx.facility)
    .where('client_id', '=', id)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw identityErrors.clientNotFound({ clientId: id })
  await audit(ctx, 'client-update', 'success', { client: id, active: active ? 'yes' : 'no' })
}
