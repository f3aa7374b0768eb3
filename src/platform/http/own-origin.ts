import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a request came from a page of this server, or from a program that is no browser: those send no `Origin`.
 *
 * @param others origins beside our own that may send this kind of request
 */
export function isOwnOrigin(
  { origin, host }: Pick<IncomingHttpHeaders, 'origin' | 'host'>,
  publicUrl: string | undefined,
  others: readonly string[] = [],
): boolean {
  if (origin === undefined) return true
  const from = URL.parse(origin)
  if (!from) return false
  const own = [URL.parse(`${from.protocol}//${host}`)?.host, publicUrl && new URL(publicUrl).host]
  return own.includes(from.host) || others.some((one) => URL.parse(one)?.origin === from.origin)
}
