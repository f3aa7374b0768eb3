import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { calculateJwkThumbprint, EmbeddedJWK, type JWK, jwtVerify } from 'jose'
import { sql } from 'kysely'
import type { Services } from '#platform/services.ts'
import { identityErrors } from '../errors.ts'
import { claimsOf } from './authenticate-token.ts'
import { originOf } from './origin.ts'

export const proofAlgorithms = ['ES256', 'ES384', 'PS256', 'Ed25519', 'EdDSA']
/** A proof counts so long before and after it was made. */
const proofSeconds = 300

export type Scheme = 'bearer' | 'dpop'

/**
 * Refuses a token that is bound to a key when whoever shows it does not hold that key, and, in the strict profile,
 * one that is bound to none.
 * @see https://www.rfc-editor.org/rfc/rfc9449#section-7
 */
export async function requireSender(
  request: FastifyRequest,
  services: Services,
  token: string,
  scheme: Scheme,
): Promise<void> {
  const origin = originOf(request.server, services.config)
  const { cnf } = await claimsOf(token, origin, services)
  const bound = (cnf as { readonly jkt?: unknown } | undefined)?.jkt
  if (bound === undefined) {
    if (scheme === 'dpop' || services.config.oauthProfile === 'strict') throw identityErrors.tokenUnbound()
    return
  }
  if (scheme !== 'dpop') throw identityErrors.proofWrong()
  const proof = await readProof(request.headers['dpop'])
  const own = new URL(request.url, origin)
  const fits =
    proof.method === request.method &&
    proof.address === own.origin + own.pathname &&
    proof.tokenHash === createHash('sha256').update(token).digest('base64url') &&
    proof.key === bound &&
    Math.abs(Date.now() / 1000 - proof.madeAt) <= proofSeconds
  if (!fits || !(await isFirst(services, `${proof.key} ${proof.id}`))) throw identityErrors.proofWrong()
}

interface Proof {
  readonly id: string
  readonly method: unknown
  readonly address: string
  readonly tokenHash: unknown
  readonly key: string
  readonly madeAt: number
}

export async function readProof(header: string | readonly string[] | undefined): Promise<Proof> {
  if (typeof header !== 'string') throw identityErrors.proofWrong()
  try {
    const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
      ...{ typ: 'dpop+jwt', algorithms: proofAlgorithms },
      requiredClaims: ['iat', 'jti', 'htm', 'htu', 'ath'],
    })
    const address = new URL(String(payload['htu']))
    return {
      id: String(payload.jti).slice(0, 256),
      method: payload['htm'],
      address: address.origin + address.pathname,
      tokenHash: payload['ath'],
      key: await calculateJwkThumbprint(protectedHeader.jwk as JWK, 'sha256'),
      madeAt: payload.iat ?? 0,
    }
  } catch (cause) {
    throw identityErrors.proofWrong({}, cause)
  }
}

/** Each proof counts once, in every process: its id stands in the table of the authorization server until it is too old. */
async function isFirst(services: Services, id: string): Promise<boolean> {
  const hash = createHash('sha256').update(id).digest()
  const { rows } = await sql`
    insert into oauth_state (facility, model, id_hash, payload, expires_at)
    values (1, 'SenderProof', ${hash}, '{}', now() + make_interval(secs => ${proofSeconds * 2}))
    on conflict (facility, model, id_hash) do nothing returning 1 as first`.execute(services.db)
  return rows.length === 1
}
