import { hasText, t } from '../text/translate.ts'

interface Problem {
  readonly [member: string]: unknown
  readonly code?: string
  readonly title?: string
  readonly status?: number
  readonly details?: Readonly<Record<string, string | number>>
  readonly requestId?: string
}

/** A write that the server may not have got. */
export interface UnsentRequest {
  readonly method: 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body: unknown
  readonly commandId: string
}

/** What the server refused, or that it did not answer. */
export class ApiError extends Error {
  readonly code: string
  readonly title: string
  readonly status: number
  readonly details: Readonly<Record<string, string | number>>
  readonly requestId: string | undefined
  /** No answer came: the network or the server is away. */
  readonly offline: boolean
  /** The write that was not answered, as it was sent. */
  readonly request: UnsentRequest | undefined
  /** Everything that the server said of it. */
  readonly problem: Readonly<Record<string, unknown>>

  constructor(problem: Problem, offline = false, request?: UnsentRequest) {
    const code = problem.code ?? (offline ? 'network.away' : 'http.unknown')
    const key = `error.${code}`
    const title = hasText(key) ? t(key, problem.details) : (problem.title ?? t('error.http.unknown'))
    super(title)
    this.name = 'ApiError'
    this.code = code
    this.title = title
    this.status = problem.status ?? 0
    this.details = problem.details ?? {}
    this.requestId = problem.requestId
    this.offline = offline
    this.request = request
    this.problem = problem
  }
}

export function toApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown
  return new ApiError({
    code: 'web.fault',
    details: { reason: thrown instanceof Error ? thrown.message : String(thrown) },
  })
}
