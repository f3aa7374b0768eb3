import type { Readable, Transform } from 'node:stream'
import { promisify } from 'node:util'
import { constants, createBrotliDecompress, createGunzip, createInflate, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest, RequestPayload } from 'fastify'
import { fhirApiErrors } from './errors.ts'

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * Decompresses a body. What comes out is counted against the same limit as a plain body and reading stops there,
 * so a small body cannot become a large one.
 */
export function decodeBody(
  request: FastifyRequest,
  _reply: FastifyReply,
  payload: RequestPayload,
  done: (error: Error | null, payload?: RequestPayload) => void,
): void {
  const encoding = request.headers['content-encoding']
  const make = encoding !== undefined && Object.hasOwn(decoders, encoding) ? decoders[encoding] : undefined
  if (make) done(null, decoded(payload as Readable, make()))
  else if (encoding === undefined || encoding === 'identity') done(null, payload)
  else done(fhirApiErrors.encodingUnknown({ encoding: encoding.slice(0, 40) }))
}

/** Fastify compares what came in with Content-Length by the count that stands on the stream. */
function decoded(source: Readable, decoder: Transform & { receivedEncodedLength?: number }): Transform {
  decoder.receivedEncodedLength = 0
  source.on('data', (chunk: Buffer) => {
    decoder.receivedEncodedLength = (decoder.receivedEncodedLength ?? 0) + chunk.length
  })
  source.once('error', (error) => decoder.destroy(error))
  decoder.once('error', (error: Error & { statusCode?: number }) => {
    error.statusCode = 400
    source.unpipe(decoder)
    source.resume()
  })
  return source.pipe(decoder)
}

const compress = promisify(gzip)
/** Below this a body fits into a few packets and compressing costs more than it saves. */
const leastBytes = 8 * 1024

/** The body compressed, when the client takes gzip and it is worth it. */
export async function encodeBody(acceptEncoding: string, body: Buffer): Promise<Buffer | undefined> {
  if (body.length < leastBytes) return undefined
  if (!/(?:^|[,\s])gzip(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(acceptEncoding)) return undefined
  return compress(body, { level: constants.Z_BEST_SPEED })
}
