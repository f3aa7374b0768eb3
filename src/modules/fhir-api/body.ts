import type { IncomingHttpHeaders } from 'node:http'
import type { Resource } from '@medplum/fhirtypes'
import type { FastifyInstance } from 'fastify'
import { parseJsonBytes } from '#fhir/json.ts'
import { JsonReader } from '#fhir/json-reader.ts'
import { readXmlInSteps } from '#fhir/xml/read-xml.ts'
import { finishInTurns } from '#kernel/steps.ts'
import { wordOf } from '#kernel/word-of.ts'
import { pause } from '#platform/pause.ts'
import { structures } from '#store/definitions.ts'
import { decodeBody } from './content-encoding.ts'
import { fhirApiErrors } from './errors.ts'
import { formatOf, isUtf8, mediaType } from './media-type.ts'

/** Largest body, after decompression: a transaction bundle of one patient's life has up to 10 MB. */
export const mostBodyMegabytes = 32
const formLimitBytes = 1024 * 1024

/** Takes bodies as bytes of any type: our own parsers keep the digits of numbers, and a Binary may be anything. */
export function takeBodies(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: mostBodyMegabytes * 1024 * 1024 },
    (_request, body, done) => done(null, body),
  )
  server.addHook('preParsing', decodeBody)
}

/** What came over the wire. */
export interface Received {
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** Bytes; something else where there are none. */
  readonly body: unknown
}

export function hasBody(request: Received): boolean {
  return Buffer.isBuffer(request.body) && request.body.length > 0
}

/** The media type of the body, which must be UTF-8 where it says what it is. */
export function contentTypeOf(request: Received): string {
  const { type, options } = mediaType(request.headers['content-type'] ?? '')
  const charset = options.get('charset')
  if (charset !== undefined && !isUtf8(charset))
    throw fhirApiErrors.mediaType({ type: `charset ${charset.slice(0, 40)}` })
  return type
}

export const mediaTypeRefused = (type: string) => fhirApiErrors.mediaType({ type: type.slice(0, 60) || '(none)' })

/** The body as a value, from FHIR JSON or XML. */
export async function readBody(request: Received, limit?: 'bundle'): Promise<unknown> {
  if (!hasBody(request)) throw fhirApiErrors.bodyMissing()
  const bytes = request.body as Buffer
  const type = contentTypeOf(request)
  const format = formatOf(type)
  if (!format) throw mediaTypeRefused(type)
  return format === 'json' ? parseJsonBody(bytes, limit) : parseXml(bytes)
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Longer bodies are read in steps, so that other requests are answered between them. */
const leastLength = 64 * 1024
const stepCharacters = 16 * 1024

/** JSON of a body, as long as the limits allow. */
export function parseJsonBody(bytes: Buffer, limit?: 'bundle'): Promise<unknown> {
  return parseLongJson(bytes, (reader) => checkCount(reader, limit))
}

/** JSON of any length, read in steps. */
export async function parseLongJson(bytes: Buffer, check?: (reader: JsonReader) => void): Promise<unknown> {
  if (bytes.length <= leastLength) return parseJsonBytes(bytes)
  const reader = new JsonReader(decodeText(bytes))
  for (let done = false; !done; ) {
    await pause()
    done = reader.step(stepCharacters)
    check?.(reader)
  }
  return reader.value
}

/** Most values in one resource: what is longer would hold up all others. A code system is worked on in steps. */
const mostValues = 100_000
/** Most values in a bundle whose entries are processed one by one. */
const mostBundleValues = 2_000_000

function checkCount({ value, count }: JsonReader, limit?: 'bundle'): void {
  if (count <= mostValues) return
  const type = (value as { resourceType?: unknown } | null)?.resourceType
  const inSteps = type === 'CodeSystem' || limit === 'bundle'
  const most = inSteps || type === undefined ? mostBundleValues : mostValues
  if (count > most) throw fhirApiErrors.bodyValues({ most })
}

function parseXml(bytes: Buffer): Promise<unknown> {
  return finishInTurns(readXmlInSteps(structures, decodeText(bytes)))
}

export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch (cause) {
    throw fhirApiErrors.notUtf8({}, cause)
  }
}

/** Pairs of a form; without a body there are none. */
export function readForm(request: Received): string {
  if (!hasBody(request)) return ''
  const type = contentTypeOf(request)
  if (type !== 'application/x-www-form-urlencoded') throw mediaTypeRefused(type)
  const bytes = request.body as Buffer
  if (bytes.length > formLimitBytes) throw fhirApiErrors.bodyTooLarge({ most: '1 MB' })
  return decodeText(bytes)
}

/** A body as a resource of a type; its structure is checked by the store. */
export function resourceOf(value: unknown, type: string): Resource {
  const found = value as { resourceType?: unknown } | null
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw fhirApiErrors.bodyMissing()
  if (found.resourceType !== type) throw fhirApiErrors.wrongType({ found: wordOf(found.resourceType), type })
  return found as Resource
}
