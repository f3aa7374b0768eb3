import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '#platform/config.ts'

const anyAddress = new Set(['0.0.0.0', '::', ''])

/** The issuer: the public address, or where the server listens. */
export function originOf(server: FastifyInstance, config: Config): string {
  if (config.publicUrl) return new URL(config.publicUrl).origin
  const listening = server.addresses()[0] as AddressInfo | undefined
  const host = listening?.address ?? config.host
  const name = anyAddress.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${listening?.port ?? config.port}`
}

/** Base address of the FHIR service: audience of access tokens. */
export function fhirBaseOf(origin: string): string {
  return `${origin}/fhir/R4`
}
