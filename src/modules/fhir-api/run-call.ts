import type { IncomingHttpHeaders } from 'node:http'
import type { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import { type Answer, errorAnswer } from './answer.ts'
import { mostBodyMegabytes } from './body.ts'
import type { Call } from './call.ts'
import { fhirApiErrors } from './errors.ts'

/** Runs an interaction whose answer the client can read. */
export function runCall(
  ctx: Context,
  { run }: { run(ctx: Context, call: Call): Promise<Answer> },
  call: Call,
): Promise<Answer> {
  const { refused } = call.shape.wanted
  if (refused !== undefined && call.type !== 'Binary') throw fhirApiErrors.notAcceptable({ format: refused })
  return run(ctx, call)
}

/** Our id of a request, and the client's beside it. http://hl7.org/fhir/R4/http.html#custom */
export function namesOf(requestId: string, headers: IncomingHttpHeaders): Record<string, string> {
  const given = headers['x-request-id']
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(given)) return { 'x-request-id': requestId }
  return { 'x-request-id': requestId, 'x-correlation-id': given }
}

/** The answer of what went wrong; a fault of ours stands in the log. */
export function failed(ctx: Context, thrown: unknown): Answer {
  const error = limitNamed(toAppError(thrown))
  if (error.category === 'fault') ctx.log.error({ err: error.cause ?? thrown, code: error.code }, 'request failed')
  return errorAnswer(ctx, error)
}

/** The server's own limit, with the number that stands here. */
function limitNamed(error: AppError): AppError {
  return error.code === 'http.tooLarge' ? fhirApiErrors.bodyTooLarge({ most: `${mostBodyMegabytes} MB` }) : error
}
