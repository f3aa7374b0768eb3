import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type Attributes, errorType } from './allowed.ts'

export interface LiveSpan {
  /** As W3C Trace Context writes it. */
  readonly traceparent: string
  rename(name: string): void
  set(attributes: Attributes): void
  end(): void
}

export interface SpanRecorder {
  /** @param parent the span it stands under, or a `traceparent` of another system; a new trace when absent */
  start(name: string, attributes: Attributes, parent: LiveSpan | string | undefined): LiveSpan
  stop(): Promise<void>
}

let recorder: SpanRecorder | undefined
const here = new AsyncLocalStorage<LiveSpan | undefined>()

/** From now on spans are recorded; until then nothing of it costs anything. */
export function recordWith(given: SpanRecorder | undefined): void {
  recorder = given
}

export const isTracing = (): boolean => recorder !== undefined

/** Work under a span of its own. Only `newTrace` begins one where there is none. */
export async function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
  { newTrace = false } = {},
): Promise<T> {
  const parent = here.getStore()
  if (!recorder || (!parent && !newTrace)) return work()
  const span = recorder.start(name, attributes, newTrace ? undefined : parent)
  try {
    return await here.run(span, work)
  } catch (error) {
    span.set({ 'error.type': errorType(error) })
    throw error
  } finally {
    span.end()
  }
}

/** A span that its opener ends; undefined where nothing is traced. */
export function openSpan(name: string, attributes: Attributes): LiveSpan | undefined {
  const parent = here.getStore()
  return recorder && parent ? recorder.start(name, attributes, parent) : undefined
}

/** What other systems are told, so that their spans stand under ours. */
export const traceparentNow = (): string | undefined => here.getStore()?.traceparent

/** Work that belongs to no span, such as sending spans. */
export const untraced = <T>(work: () => T): T => here.run(undefined, work)

/** Streams last for hours; pages, figures and files of the application are not worth a trace. */
const worthIt = /^\/(?!api\/live\b)(api|fhir|oauth|scim|dicomweb)\b/
const requests = new WeakMap<IncomingMessage, LiveSpan>()

/** Answers a request under a span, which ends with the answer. */
export function tracedRequest(request: IncomingMessage, response: ServerResponse, answer: () => void): void {
  if (!recorder || !worthIt.test(request.url ?? '')) {
    answer()
    return
  }
  const { traceparent } = request.headers
  const span = recorder.start(
    `${request.method} unknown`,
    { 'http.request.method': request.method },
    typeof traceparent === 'string' ? traceparent : undefined,
  )
  requests.set(request, span)
  // Who knows the route names the request when it is answered, at the same moment.
  response.once('close', () => setImmediate(() => span.end()))
  here.run(span, answer)
}

/** @param route the pattern of the route, never the address */
export function nameRequest(request: IncomingMessage, route: string | undefined, status: number): void {
  const span = requests.get(request)
  if (!span) return
  span.rename(`${request.method} ${route ?? 'unknown'}`)
  span.set({ 'http.route': route, 'http.response.status_code': status })
}
