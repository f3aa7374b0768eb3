import type { Resource } from '@medplum/fhirtypes'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { parseJsonBytes } from '#fhir/json.ts'
import { wordOf } from '#kernel/word-of.ts'
import { fhirApiErrors } from './errors.ts'

/** Largest body: a transaction bundle of one patient's life has up to 10 MB. */
const bodyLimitBytes = 32 * 1024 * 1024
const formLimitBytes = 1024 * 1024

/** Takes bodies as bytes: they are parsed by our own parser, which keeps the digits of numbers. */
export function takeBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    ['application/fhir+json', 'application/json', 'text/json', 'application/json+fhir'],
    { parseAs: 'buffer', bodyLimit: bodyLimitBytes },
    (_request, body, done) => done(null, body),
  )
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formLimitBytes },
    (_request, body, done) => done(null, body),
  )
}

export function hasBody(request: FastifyRequest): boolean {
  return Buffer.isBuffer(request.body) && request.body.length > 0
}

/** The body as JSON. */
export function readBody(request: FastifyRequest): unknown {
  if (!Buffer.isBuffer(request.body) || request.body.length === 0) throw fhirApiErrors.bodyMissing()
  return parseJsonBytes(request.body)
}

/** The body as a resource of a type; its structure is checked by the store. */
export function readResourceBody(request: FastifyRequest, type: string): Resource {
  const value = readBody(request) as { resourceType?: unknown } | null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fhirApiErrors.bodyMissing()
  if (value.resourceType !== type) throw fhirApiErrors.wrongType({ found: wordOf(value.resourceType), type })
  return value as Resource
}
