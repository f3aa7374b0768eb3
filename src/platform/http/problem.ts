import { AppError, type ErrorCategory } from '#kernel/app-error.ts'
import { knownFailure } from './known-failures.ts'

/** Category → HTTP status and FHIR issue type. http://hl7.org/fhir/R4/valueset-issue-type.html */
export const translation: Readonly<Record<ErrorCategory, { status: number; issue: string }>> = {
  invalid: { status: 400, issue: 'invalid' },
  unauthenticated: { status: 401, issue: 'login' },
  forbidden: { status: 403, issue: 'forbidden' },
  'not-found': { status: 404, issue: 'not-found' },
  'not-allowed': { status: 405, issue: 'not-supported' },
  'not-acceptable': { status: 406, issue: 'not-supported' },
  'media-type': { status: 415, issue: 'not-supported' },
  'too-large': { status: 413, issue: 'too-long' },
  gone: { status: 410, issue: 'deleted' },
  conflict: { status: 409, issue: 'conflict' },
  precondition: { status: 412, issue: 'conflict' },
  'business-rule': { status: 422, issue: 'business-rule' },
  locked: { status: 423, issue: 'lock-error' },
  'too-costly': { status: 422, issue: 'too-costly' },
  'too-many': { status: 429, issue: 'throttled' },
  unavailable: { status: 503, issue: 'transient' },
  fault: { status: 500, issue: 'exception' },
}

const fault = { category: 'fault', text: 'The server could not answer.' } as const

/** Any thrown thing as an AppError: ours stay, Fastify's and PostgreSQL's are named, the rest is a fault. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  const { code, statusCode, message } = (error ?? {}) as { code?: string; statusCode?: number; message?: string }
  if (statusCode === 413)
    return new AppError('http.tooLarge', {
      category: 'too-large',
      text: 'The body is larger than this address takes.',
    })
  if (statusCode === 415)
    return new AppError('http.mediaType', { category: 'media-type', text: 'This content type is not taken here.' })
  const known = knownFailure(code ?? '', message ?? '')
  if (known) return known(error)
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new AppError(
      'http.badRequest',
      { category: 'invalid', text: 'The request could not be read: {reason}.' },
      { reason: message ?? code ?? '' },
    )
  return new AppError('server.fault', fault, {}, error)
}

/** Text of an error in a language, when there is one: see data/messages. */
export type Translate = (code: string, language: 'vi' | 'en', details: AppError['details']) => string | undefined

/** RFC 9457 problem details of an error. */
export function toProblem(error: AppError, requestId: string, text: string) {
  const { status } = translation[error.category]
  return {
    ...error.members,
    type: `urn:lanong:error:${error.code}`,
    title: text,
    status,
    code: error.code,
    details: error.details,
    requestId,
  }
}
