import { defineErrors } from '#kernel/app-error.ts'
import { type Allowed, sendOut } from '#platform/outbound/send.ts'

export const askErrors = defineErrors('trust-service', {
  down: { category: 'unavailable', text: 'The trust service {host} does not answer: {reason}.' },
})

/** Lists of revoked certificates of large authorities have tens of megabytes. */
const mostBytes = 64 * 1024 * 1024
const restMs = 15_000

/** After a failure a service is left alone for a while, so that a batch of papers waits once and not thirty times. */
const restUntil = new Map<string, number>()

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : 'unknown'

export interface Question {
  readonly url: string
  readonly allowed: Allowed
  readonly timeoutMs: number
  /** Body to post; absent to fetch. */
  readonly body?: { readonly type: string; readonly bytes: Buffer }
}

/** Asks a trust service over HTTP (RFC 3161 §3.4, RFC 6960 annex A). Throws `trust-service.down` when it fails. */
export async function ask({ url, allowed, timeoutMs, body }: Question): Promise<Buffer> {
  const { host } = new URL(url)
  if ((restUntil.get(url) ?? 0) > Date.now()) throw askErrors.down({ host, reason: 'it failed a moment ago' })
  try {
    const posted = body && {
      method: 'POST' as const,
      headers: { 'content-type': body.type },
      body: body.bytes,
    }
    const answer = await sendOut({ url, allowed, timeoutMs, ...posted }, mostBytes)
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    return answer.body
  } catch (cause) {
    restUntil.set(url, Date.now() + restMs)
    throw askErrors.down({ host, reason: reasonOf(cause) })
  }
}

/** Lets every service be asked again at once: somebody says that it is back. */
export const forgetFailures = (): void => restUntil.clear()
