import type { FastifyRequest } from 'fastify'
import { jsonInSteps } from '#fhir/json-steps.ts'
import { type Outcome, outcomeOf } from '#fhir/outcome.ts'
import { writeXmlInSteps } from '#fhir/xml/write-xml.ts'
import type { AppError } from '#kernel/app-error.ts'
import { finishInTurns } from '#kernel/steps.ts'
import type { Context } from '#platform/context.ts'
import { translation } from '#platform/http/problem.ts'
import { errorTexts } from '#platform/messages.ts'
import { breathe } from '#platform/pause.ts'
import { structures } from '#store/definitions.ts'
import type { StoredVersion } from '#store/types.ts'
import { parseLongJson } from './body.ts'
import type { Shape } from './call.ts'
import { encodeBody } from './content-encoding.ts'
import { textOfIssue } from './issue-texts.ts'
import { subsetInSteps } from './subset.ts'

export const fhirJson = 'application/fhir+json; charset=utf-8'
const fhirXml = 'application/fhir+xml; charset=utf-8'

/**
 * What is sent: status, headers (names in small letters) and the bytes of a resource in JSON, or of what
 * `content-type` says. A batch makes the same and puts it into its entries.
 */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

/** Address of this FHIR interface as clients see it. */
export function baseUrl(ctx: Context, request: FastifyRequest): string {
  // HTTP/1.0 needs no Host.
  const host = request.host || `localhost:${request.socket.localPort}`
  return `${ctx.config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${host}`}/fhir/R4`
}

export const etag = (version: number) => `W/"${version}"`

export function versionHeaders(one: Pick<StoredVersion, 'version' | 'recordedAt'>): Record<string, string> {
  return { etag: etag(one.version), 'last-modified': one.recordedAt.toUTCString() }
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: Buffer.from(JSON.stringify(value)) }
}

const textOf = errorTexts()

/** An error in the language of the client. */
export function errorAnswer(ctx: Context, error: AppError): Answer {
  const { status, issue } = translation[error.category]
  const allowed = error.details['allowed']
  const headers = status === 405 && allowed !== undefined ? { allow: String(allowed) } : {}
  const text = textOf(error.code, ctx.language, error.details) ?? error.message
  return jsonAnswer(
    status,
    outcomeOf(error, issue, text, ctx.requestId, textOfIssue(ctx)) satisfies Outcome,
    headers,
  )
}

/** An answer as it leaves, in the form the client wants; the usual one goes out as it is stored. */
export async function outgoing(answer: Answer, shape: Shape, acceptEncoding: string | undefined): Promise<Answer> {
  const { status, body } = answer
  if (body === undefined) return answer
  const shaped = answer.headers['content-type'] === undefined
  const bytes = shaped && !isUsual(shape) ? await reshaped(answer, shape) : body
  const type = shape.wanted.format === 'xml' ? fhirXml : fhirJson
  const headers = shaped ? { ...answer.headers, 'content-type': type } : answer.headers
  const encoded = acceptEncoding === undefined ? undefined : await encodeBody(acceptEncoding, bytes)
  if (!encoded) return { status, headers, body: bytes }
  const named = { 'content-encoding': 'gzip', vary: 'Accept, Accept-Encoding' }
  return { status, headers: { ...headers, ...named }, body: encoded }
}

function isUsual({ wanted, pretty, subset }: Shape): boolean {
  return wanted.format === 'json' && !pretty && subset === undefined
}

async function reshaped(
  { status, body = Buffer.of() }: Answer,
  { wanted, pretty, subset }: Shape,
): Promise<Buffer> {
  const value = await parseLongJson(body)
  await breathe()
  const chosen = status < 400 && subset ? await finishInTurns(subsetInSteps(value, subset)) : value
  const parts: Buffer[] = []
  const take = (part: string) => void parts.push(Buffer.from(part))
  await finishInTurns(
    wanted.format === 'xml'
      ? writeXmlInSteps(structures, chosen, take, pretty)
      : jsonInSteps(chosen, take, pretty ? '  ' : ''),
  )
  return Buffer.concat(parts)
}
