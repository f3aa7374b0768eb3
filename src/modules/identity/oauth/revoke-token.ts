import { sql } from 'kysely'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Services } from '#platform/services.ts'
import { claimsOf, forgetTrust } from './authenticate-token.ts'

/**
 * Lets a client give back access tokens, which carry all they say themselves: the library authenticates the client and refuses them.
 * @see RFC 7009 §2.1
 */
export function revokeAccessTokens(provider: Provider, services: Services, origin: string): void {
  provider.use(async (ctx, next) => {
    await next()
    const { oidc, body } = ctx as KoaContextWithOIDC & { body: { error?: string } | undefined }
    const token = oidc?.params?.['token']
    const clientId = oidc?.client?.clientId
    if (oidc?.route !== 'revocation' || body?.error !== 'unsupported_token_type') return
    if (typeof token !== 'string' || clientId === undefined) return
    await revoke(services, { token, origin, clientId })
    ctx.status = 200
    ctx.body = ''
  })
}

async function revoke(
  services: Services,
  { token, origin, clientId }: { readonly token: string; readonly origin: string; readonly clientId: string },
): Promise<void> {
  const claims = await claimsOf(token, origin, services).catch(() => undefined)
  // What is no token of this client is worth nothing to it either; the answer is the same. RFC 7009 §2.2
  if (!claims?.jti || claims['client_id'] !== clientId) return
  await sql`
    insert into oauth_revoked (facility, jti, client_id, expires_at)
    select facility, ${claims.jti}, client_id, to_timestamp(${claims.exp ?? 0}) from oauth_client where client_id = ${clientId}
    on conflict do nothing`.execute(services.db)
  forgetTrust(services)
}
