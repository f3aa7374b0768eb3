import type { FastifyRequest } from 'fastify'
import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { ActorScopes } from '#platform/context.ts'
import { type Authenticated, makeContext, nobody, type Services } from '#platform/services.ts'
import { perFacility, takeTurns } from '#platform/turns.ts'
import { findAccount } from '../account-store.ts'
import { actorOf } from '../actor.ts'
import { narrow, narrowSystem } from '../domain/scopes.ts'
import { isGranular, readSmartScope } from '../domain/smart-scopes.ts'
import { identityErrors } from '../errors.ts'
import { secondFactorNeed } from '../factors/policy.ts'
import { permissionsOf } from '../roles.ts'
import type { AccountRow, OAuthClientRow } from '../tables.ts'
import { findClients, type TrustedClient } from './client-store.ts'
import { standingConsent } from './consents.ts'
import { oauthKeys } from './keys.ts'
import { fhirBaseOf, originOf } from './origin.ts'
import { acrOf, acrValues } from './strength.ts'

/**
 * Who a bearer token speaks for. The token is checked without the database, then the person or system
 * behind it is read, so that locking an account closes its tokens at once, and a client within half a second.
 * @see https://www.rfc-editor.org/rfc/rfc9068#section-4
 */
export async function authenticateToken(
  request: FastifyRequest,
  services: Services,
  token: string,
): Promise<Authenticated> {
  const claims = await claimsOf(token, originOf(request.server, services.config), services)
  const scopes = String(claims['scope'] ?? '').split(' ')
  const limits = limitsOf(scopes, claims['patient'])
  if (limits) requireFhir(request.url)
  const clientId = String(claims['client_id'] ?? '')
  const client = await clientOf(services, clientId)
  if (!client || client.revoked.includes(claims.jti ?? '')) throw identityErrors.tokenInvalid()
  if (claims.sub === clientId) {
    const who = limited(actingFor(client, scopes), limits, permissionsOf(client.roles))
    const asks = claims['cnf'] !== undefined || services.config.oauthProfile === 'strict'
    if (!limits && !asks) keepRecent(services, token, who, (claims.exp ?? 0) * 1000)
    return who
  }
  const account = await personOf(request, services, { claims, facility: client.facility })
  const actor = actorOf(account)
  const who = { facility: client.facility, actor: { ...actor, permissions: narrow(actor.permissions, scopes) } }
  return limited(who, limits, actor.permissions)
}

/** The person behind a token whose consent stands; from outside, and with special rights, one who logged in with a second step. */
async function personOf(
  request: FastifyRequest,
  services: Services,
  { claims, facility }: { readonly claims: JWTPayload; readonly facility: number },
): Promise<AccountRow> {
  const ctx = makeContext(services, { facility, actor: nobody })
  const asked = { grantId: String(claims['gid'] ?? ''), account: claims.sub ?? '', jti: claims.jti ?? '' }
  const [account, consent] = await Promise.all([
    findAccount(ctx, claims.sub ?? ''),
    standingConsent(services.db, asked),
  ])
  if (!account?.active || !consent) throw identityErrors.tokenInvalid()
  if (secondFactorNeed(ctx, account, request.ip) !== 'none' && acrOf(consent.factors) === acrValues[0])
    throw identityErrors.strongerLogin()
  return account
}

/** The scopes that reach less than whole records, if there are such. */
function limitsOf(scopes: readonly string[], patient: unknown): ActorScopes | undefined {
  const granted = scopes.flatMap((text) => readSmartScope(text) ?? [])
  if (!isGranular(granted)) return undefined
  return { granted, ...(typeof patient === 'string' ? { patientId: patient } : {}) }
}

/** Such a token is good for FHIR alone, where each resource is looked at, and for no operation. */
function requireFhir(url: string): void {
  const path = url.split('?')[0] ?? ''
  if (/^\/oauth\/introspect$/.test(path)) return
  if (!path.startsWith('/fhir/R4') || /\$|%24/.test(path))
    throw identityErrors.outOfScope({ type: path.slice(0, 60) })
}

/** Whoever reads charts on our screens may read them through an application, within the same rules. */
function limited(who: Authenticated, limits: ActorScopes | undefined, held: ReadonlySet<string>): Authenticated {
  if (!limits) return who
  const rights = limits.granted.map((scope) => scope.rights).join('')
  const reads = held.has('fhir.read') || held.has('chart.read') || who.actor.kind === 'patient'
  const permissions = [
    ...(reads && /[rs]/.test(rights) ? ['fhir.read'] : []),
    ...(held.has('fhir.write') && /[cud]/.test(rights) ? ['fhir.write'] : []),
  ]
  return { ...who, actor: { ...who.actor, permissions: new Set(permissions), scopes: limits } }
}

function actingFor(client: OAuthClientRow, scopes: readonly string[]): Authenticated {
  const { client_id: userName, facility, name, roles } = client
  const permissions = narrowSystem(permissionsOf(roles), scopes)
  const tokenScope = scopes.join(' ')
  return {
    facility,
    actor: {
      id: `client/${userName}`,
      kind: 'system',
      userName,
      name,
      departments: [],
      roles,
      permissions,
      tokenScope,
    },
  }
}

interface Recent {
  readonly who: Authenticated
  readonly until: number
}

const recent = perFacility(() => new Map<string, Recent>())

/**
 * Which client a token speaks for that was seen within the last half second; undefined for all else, also for the
 * tokens of persons.
 */
export function knownClient(services: Services, token: string): Authenticated | undefined {
  const found = recent(services.pool, 0).get(token)
  return found && found.until > performance.now() ? found.who : undefined
}

/** The token itself may end before the trust in its client does. */
function keepRecent(services: Services, token: string, who: Authenticated, endsAt: number): void {
  const known = recent(services.pool, 0)
  const row = trusted(services.pool, 0).get(who.actor.userName)
  if (known.size >= mostVerified) known.clear()
  const until = Math.min(row?.until ?? 0, performance.now() + endsAt - Date.now())
  known.set(token, { who, until })
}

/** So long a client that was locked may still be answered: asking for each request costs a quarter of a read. */
const trustedMs = 500
const trusted = perFacility(() => new Map<string, { readonly row: TrustedClient; readonly until: number }>())

async function clientOf(services: Services, clientId: string): Promise<TrustedClient | undefined> {
  const known = trusted(services.pool, 0)
  const before = known.get(clientId)
  if (before && before.until > performance.now()) return before.row
  const asked = performance.now()
  const row = await clients(services.pool, 0).add({ services, clientId })
  if (row) known.set(clientId, { row, until: asked + trustedMs })
  else known.delete(clientId)
  return row
}

/** A token was given back: what this process remembers of clients is asked anew. Others follow within half a second. */
export function forgetTrust(services: Services): void {
  trusted(services.pool, 0).clear()
  recent(services.pool, 0).clear()
}

interface Asked {
  readonly services: Services
  readonly clientId: string
}

/** Requests that come at the same moment ask for their client together: the look-up begins after all of them came. */
const clients = perFacility(() =>
  takeTurns<Asked, TrustedClient | undefined>({
    most: 200,
    atOnce: 1,
    async run(asked) {
      const first = asked[0]
      if (!first) return []
      const ids = [...new Set(asked.map(({ clientId }) => clientId))]
      const found = await findClients(first.services.pool, ids)
      return asked.map(({ clientId }) => found.get(clientId))
    },
  }),
)

/** Tokens whose signature was right, until they end. Whether the one behind it may still act is asked every time. */
const verified = new Map<string, JWTPayload>()
const mostVerified = 2000

/** What a token says, once its signature was right. */
export async function claimsOf(token: string, origin: string, services: Services): Promise<JWTPayload> {
  const key = `${origin} ${token}`
  const known = verified.get(key)
  if (known && (known.exp ?? 0) * 1000 > Date.now()) return known
  verified.delete(key)
  const claims = await verify(token, origin, services.config.dataDir)
  if (verified.size >= mostVerified) verified.clear()
  verified.set(key, claims)
  return claims
}

async function verify(token: string, origin: string, dataDir: string): Promise<JWTPayload> {
  const { keys } = await oauthKeys(dataDir)
  const publicKeys = keys.map(({ kty, crv, x, y, n, e, alg, use, kid }) => ({
    kty,
    crv,
    x,
    y,
    n,
    e,
    alg,
    use,
    kid,
  }))
  const set = createLocalJWKSet({ keys: JSON.parse(JSON.stringify(publicKeys)) as (typeof keys)[number][] })
  try {
    const { payload } = await jwtVerify(token, set, {
      issuer: origin,
      audience: fhirBaseOf(origin),
      typ: 'at+jwt',
      algorithms: ['ES256'],
    })
    return payload
  } catch (cause) {
    throw identityErrors.tokenInvalid({}, cause)
  }
}
