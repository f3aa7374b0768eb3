import { randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { styleNonceMark } from './security-headers.ts'

/** Where a page tells its own script which nonce its styles carry. */
const metaName = 'style-nonce'

/**
 * Styles inside a page are taken by the browser when they carry the number of this very answer, so that none that was
 * smuggled into a page is. Pages are made as text; nothing else here is HTML.
 */
export function giveStylesNonce(server: FastifyInstance): void {
  server.addHook('onSend', (_, reply, payload, done) => {
    const policy = reply.getHeader('content-security-policy')
    if (typeof policy !== 'string' || !policy.includes(styleNonceMark)) return done(null, payload)
    const isPage = typeof payload === 'string' && /^text\/html/.test(String(reply.getHeader('content-type')))
    if (!isPage) {
      reply.header('content-security-policy', policy.replace(` ${styleNonceMark}`, ''))
      return done(null, payload)
    }
    const nonce = randomBytes(16).toString('base64url')
    reply.header('content-security-policy', policy.replace(styleNonceMark, `'nonce-${nonce}'`))
    reply.removeHeader('content-length')
    done(null, withNonce(payload, nonce))
  })
}

function withNonce(page: string, nonce: string): string {
  return page
    .replaceAll('<style>', `<style nonce="${nonce}">`)
    .replace('<head>', `<head><meta name="${metaName}" content="${nonce}">`)
}
