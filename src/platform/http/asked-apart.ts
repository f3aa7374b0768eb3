import type { IncomingMessage } from 'node:http'

/** Where our own screens put what they ask for. */
const header = 'x-query'

/**
 * A search names people. In a header it stands in no address, which browsers keep and proxies note; from here on it is read
 * like one that came in the address. An address that asks for something itself is taken as it is.
 * @see OWASP ASVS 5.0 14.2.1
 */
export function joinQuery(request: IncomingMessage): void {
  const { [header]: asked } = request.headers
  if (typeof asked === 'string' && request.url && !/[?#]/.test(request.url)) request.url += `?${asked}`
}
