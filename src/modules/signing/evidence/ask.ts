import { defineErrors } from '#kernel/app-error.ts'

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

async function bodyOf(response: Response): Promise<Buffer> {
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > mostBytes) throw new Error('the answer is too large')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

export interface Question {
  readonly url: string
  readonly timeoutMs: number
  /** Body to post; absent to fetch. */
  readonly body?: { readonly type: string; readonly bytes: Buffer }
}

/** Asks a trust service over HTTP (RFC 3161 §3.4, RFC 6960 annex A). Throws `trust-service.down` when it fails. */
export async function ask({ url, timeoutMs, body }: Question): Promise<Buffer> {
  const { host } = new URL(url)
  if ((restUntil.get(url) ?? 0) > Date.now()) throw askErrors.down({ host, reason: 'it failed a moment ago' })
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      redirect: 'error',
      ...(body
        ? { method: 'POST', headers: { 'content-type': body.type }, body: new Uint8Array(body.bytes) }
        : {}),
    })
    return await bodyOf(response)
  } catch (cause) {
    restUntil.set(url, Date.now() + restMs)
    throw askErrors.down({ host, reason: reasonOf(cause) })
  }
}

/** Lets every service be asked again at once: somebody says that it is back. */
export const forgetFailures = (): void => restUntil.clear()
