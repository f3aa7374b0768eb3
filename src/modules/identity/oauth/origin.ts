import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '#platform/config.ts'

const anyAddress = new Set(['0.0.0.0', '::', ''])

const known = new WeakMap<object, string>()

/** The issuer: the public address, or where the server listens. */
export function originOf(server: FastifyInstance, config: Config): string {
  const before = known.get(server.server)
  if (before !== undefined) return before
  const origin = config.publicUrl ? new URL(config.publicUrl).origin : listeningAt(server, config)
  // The operating system is asked for the address, which costs as much as the rest of a look at a token.
  if (server.server.listening) known.set(server.server, origin)
  return origin
}

function listeningAt(server: FastifyInstance, config: Config): string {
  const listening = server.addresses()[0] as AddressInfo | undefined
  const host = listening?.address ?? config.host
  const name = anyAddress.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${config.tls === 'off' ? 'http' : 'https'}://${name}:${listening?.port ?? config.port}`
}

/** Base address of the FHIR service: audience of access tokens. */
export function fhirBaseOf(origin: string): string {
  return `${origin}/fhir/R4`
}
