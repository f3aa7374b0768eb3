import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Outcome, outcomeOf } from '#fhir/outcome.ts'
import type { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { translation } from '#platform/http/problem.ts'
import type { StoredVersion } from '#store/types.ts'

export const fhirJson = 'application/fhir+json; charset=utf-8'

/** What is sent: status, headers and bytes; a batch makes the same and puts it into its entries. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
}

/** Address of this FHIR interface as clients see it. */
export function baseUrl(ctx: Context, request: FastifyRequest): string {
  return `${ctx.config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`}/fhir/R4`
}

export const etag = (version: number) => `W/"${version}"`

export function versionHeaders(one: StoredVersion): Record<string, string> {
  return { etag: etag(one.version), 'last-modified': one.recordedAt.toUTCString() }
}

export function jsonAnswer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: Buffer.from(JSON.stringify(value)) }
}

export function errorAnswer(ctx: Context, error: AppError, text: string): Answer {
  const { status, issue } = translation[error.category]
  const headers = error.details['allowed'] === undefined ? {} : { allow: String(error.details['allowed']) }
  return jsonAnswer(status, outcomeOf(error, issue, text, ctx.requestId) satisfies Outcome, headers)
}

export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status).headers(answer.headers)
  if (answer.body === undefined) return reply.send()
  return reply.type(fhirJson).send(answer.body)
}
