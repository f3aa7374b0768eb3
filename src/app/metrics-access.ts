import { createHash, timingSafeEqual } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from '#platform/config.ts'

interface Asking {
  /** Address of the client, as far as the proxy setting trusts what a proxy says. */
  readonly ip: string
  readonly headers: IncomingHttpHeaders
}

const loopback = /^(?:127\.|::1$|::ffff:127\.)/

/** Figures tell how busy a hospital is: only this machine may read them, or who has the token. */
export function metricsAccess(config: Config): (asking: Asking) => boolean {
  const token = config.metricsTokenFile ? readFileSync(config.metricsTokenFile, 'utf8').trim() : ''
  const wanted = digest(`Bearer ${token}`)
  return ({ ip, headers }) => {
    if (token !== '' && timingSafeEqual(digest(headers.authorization ?? ''), wanted)) return true
    // An untold proxy on this machine makes everybody look local; its headers give it away.
    const passedOn = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined
    return loopback.test(ip) && (!passedOn || config.trustProxy !== undefined)
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
