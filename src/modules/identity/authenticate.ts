import type { FastifyRequest } from 'fastify'
import type { Authenticate, Authenticated, Services } from '#platform/services.ts'
import { isOver } from './account-store.ts'
import { actorOf } from './actor.ts'
import { readCookie, sessionCookie } from './cookies.ts'
import { isAlive, isWorthTouching } from './domain/session-life.ts'
import { authenticateToken } from './oauth/authenticate-token.ts'
import { requireSender, type Scheme } from './oauth/sender-bound.ts'
import { requireCsrf, requireSameOrigin } from './same-origin.ts'
import { csrfOf, findSession, sessionLimits, touchSession } from './session-store.ts'

/** Addresses of clients, pages and assets that carry no session of ours or check it themselves. */
const ours = /^\/(api|fhir|scim|dicomweb|oauth\/interaction)(\/|$|\?)/

/** Opening a session needs no session, so an outdated cookie beside it is no attack. */
const withoutCsrf = new Set([
  '/api/session',
  '/api/session/passkey',
  '/api/session/passkey/begin',
  '/api/session/return',
  '/api/setup',
])

/**
 * Who a request comes from: a bearer token first, then the browser's session. An ended session, and one of
 * another person than the page's, is the same as none; a wrong token, a missing CSRF token and a request from another site are refused.
 */
export const authenticate: Authenticate = async (request, services) => {
  if (!ours.test(request.url)) return undefined
  const [, scheme = '', token] = /^(Bearer|DPoP) +(.+)$/i.exec(request.headers.authorization ?? '') ?? []
  if (token !== undefined) {
    await requireSender(request, services, token, scheme.toLowerCase() as Scheme)
    return authenticateToken(request, services, token)
  }
  requireSameOrigin(request, services.config.publicUrl)
  return authenticateSession(request, services)
}

async function authenticateSession(
  request: FastifyRequest,
  services: Services,
): Promise<Authenticated | undefined> {
  const token = readCookie(request, sessionCookie, services.config)
  const session = token ? await findSession(services.db, token) : undefined
  const now = services.now()
  if (!token || !session?.account.active || isOver(session.account, now)) return undefined
  const limits = sessionLimits(services.config)
  const times = { createdAt: session.created_at, lastSeenAt: session.last_seen_at }
  if (!isAlive(times, limits, now)) return undefined
  const opening = request.method === 'POST' && withoutCsrf.has(request.url.split('?')[0] ?? '')
  if (!opening) requireCsrf(request, csrfOf(token))
  if (isOfAnother(request, session.account.id)) return undefined
  if (isActivity(request) && isWorthTouching(times, limits, now)) await touchSession(services.db, session, now)
  return { facility: session.facility, actor: actorOf(session.account, session.must_enrol) }
}

/**
 * A page says whose it is. Somebody else who logged in beside it has a session of their own: what the first person
 * typed is neither stored in the name of the second nor shown what that one may see.
 */
function isOfAnother(request: FastifyRequest, account: string): boolean {
  const said = request.headers['x-account']
  return said !== undefined && said !== account
}

/** What the page asks by itself does not keep an abandoned session open. */
function isActivity(request: FastifyRequest): boolean {
  return request.headers['x-background'] === undefined && !request.url.startsWith('/api/live')
}
