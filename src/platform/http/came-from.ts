import type { IncomingMessage } from 'node:http'
import { default as addressBehind, compile } from '@fastify/proxy-addr'

/** Whom a request came from: `10.0.0.5:51034`, `[fd00::5]:51034`; what a trusted proxy tells has no port. */
export type CameFrom = (request: IncomingMessage) => string

/** @param trustProxy addresses of the proxies that are believed, as in the setting; nobody when absent */
export function cameFromBy(trustProxy: string | undefined): CameFrom {
  if (trustProxy === undefined) return ({ socket }) => endpoint(socket.remoteAddress ?? '', socket.remotePort)
  const trusted = compile(trustProxy.split(',').map((one) => one.trim()))
  return (request) => {
    const { remoteAddress, remotePort } = request.socket
    const address = addressBehind(request, trusted)
    return endpoint(address, address === remoteAddress ? remotePort : undefined)
  }
}

const mapped = '::ffff:'

/** An IPv4 address that reached a socket of IPv6 is written as what it is. */
function endpoint(address: string, port: number | undefined): string {
  const plain = address.startsWith(mapped) ? address.slice(mapped.length) : address
  if (port === undefined) return plain
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`
}
