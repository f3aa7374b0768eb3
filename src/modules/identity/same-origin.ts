import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { isOwnOrigin } from '#platform/http/own-origin.ts'
import { identityErrors } from './errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

export function isSafe(request: FastifyRequest): boolean {
  return safeMethods.has(request.method)
}

/**
 * Refuses a changing request that a page of another site made. Browsers send `Origin` with every such
 * request; programs that are no browser send none.
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function requireSameOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (isSafe(request)) return
  if (request.headers['sec-fetch-site'] === 'cross-site') throw identityErrors.crossOrigin()
  if (!isOwnOrigin(request.headers, publicUrl)) throw identityErrors.crossOrigin()
}

/** Refuses a changing request of a session whose page did not send the session's own token. */
export function requireCsrf(request: FastifyRequest, csrf: string): void {
  if (isSafe(request)) return
  const given = Buffer.from(String(request.headers['x-csrf-token'] ?? ''))
  const wanted = Buffer.from(csrf)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw identityErrors.csrf()
}
