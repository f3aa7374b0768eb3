import { createHash, randomBytes } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import type pg from 'pg'
import type { Config } from '#platform/config.ts'
import type { Context, Db } from '#platform/context.ts'
import { loginLimits } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { hashPassword, passwordMatches } from '../password.ts'
import { type OAuthClientRow, tables } from '../tables.ts'

export function findClient(db: Db, clientId: string): Promise<OAuthClientRow | undefined> {
  return tables({ db })
    .selectFrom('oauth_client')
    .selectAll()
    .where('client_id', '=', clientId.replaceAll('\0', ''))
    .where('active', '=', true)
    .executeTakeFirst()
}

/** A client, and its tokens that were given back before their end. */
export type TrustedClient = OAuthClientRow & { readonly revoked: readonly string[] }

/** Active clients by their ids: for every request with a token, so in one prepared statement. */
export async function findClients(
  pool: pg.Pool,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TrustedClient>> {
  const { rows } = await pool.query<TrustedClient>({
    name: 'oauth_clients',
    text: `select c.*, array(select r.jti from oauth_revoked r where r.client_id = c.client_id and r.expires_at > now()) as revoked
      from oauth_client c where c.client_id = any($1) and c.active`,
    values: [ids.map((id) => id.replaceAll('\0', ''))],
  })
  return new Map(rows.map((row) => [row.client_id, row]))
}

export async function insertClient(ctx: Context, row: Omit<OAuthClientRow, 'facility'>): Promise<void> {
  const taken = await tables(ctx)
    .selectFrom('oauth_client')
    .select('client_id')
    .where('client_id', '=', row.client_id)
    .executeTakeFirst()
  if (taken) throw identityErrors.clientIdTaken({ clientId: row.client_id })
  const jwks = row.jwks === null ? null : (JSON.stringify(row.jwks) as never)
  await tables(ctx)
    .insertInto('oauth_client')
    .values({ facility: ctx.facility, ...row, jwks })
    .execute()
}

function authMethod(row: OAuthClientRow): 'client_secret_basic' | 'private_key_jwt' | 'none' {
  if (row.jwks) return 'private_key_jwt'
  return row.secret_hash ? 'client_secret_basic' : 'none'
}

/** Clients as oidc-provider reads them. The "secret" it sees is our hash: see `secretMatches`. */
export function clientAdapter(db: Db, profile: Config['oauthProfile']): Adapter {
  const none = async () => undefined
  return {
    async find(clientId) {
      const row = await findClient(db, clientId)
      if (!row) return undefined
      return {
        client_id: row.client_id,
        client_name: row.name,
        ...(row.secret_hash ? { client_secret: row.secret_hash } : {}),
        ...(row.jwks ? { jwks: row.jwks } : {}),
        grant_types: row.grant_types,
        response_types: row.grant_types.includes('authorization_code') ? ['code'] : [],
        redirect_uris: row.redirect_uris,
        token_endpoint_auth_method: authMethod(row),
        response_modes: ['query'],
        ...(profile === 'strict'
          ? { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true }
          : {}),
      } as AdapterPayload
    },
    upsert: none,
    findByUid: none,
    findByUserCode: none,
    consume: none,
    destroy: none,
    revokeByGrantId: none,
  }
}

const processSecret = randomBytes(32)
const verified = new Map<string, number>()
const rememberMs = 5 * 60_000

/** Whether a client's secret is right; a right one is remembered for 5 minutes, argon2id costs 35 ms. */
export async function secretMatches(secretHash: string | undefined, given: string): Promise<boolean> {
  if (!secretHash) return false
  const key = createHash('sha256')
    .update(processSecret)
    .update(secretHash)
    .update('\0')
    .update(given)
    .digest('base64')
  if ((verified.get(key) ?? 0) > Date.now()) return true
  const right = await passwordMatches(secretHash, given)
  if (verified.size > loginLimits.failuresPerAddress * 100) verified.clear()
  if (right) verified.set(key, Date.now() + rememberMs)
  return right
}

export function hashSecret(secret: string): Promise<string> {
  return hashPassword(secret)
}
