import { instantInVietnam } from '#kernel/civil-date.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { language } from '../text/translate.ts'
import { ApiError, type UnsentRequest } from './api-error.ts'
import { answered, unanswered } from './connection.ts'
import { serverNow, setClock } from './server-clock.ts'
import { loginAgain, session } from './session.ts'

/** One act of a person: repeating the request under the same id is harmless. */
export interface Act {
  readonly commandId: string
  /** When it was done, by the clock of the server: the same however often it is sent. */
  readonly at: string
  /** Runs before it is sent, with what will be sent. */
  before?(request: UnsentRequest): Promise<void>
  /** How long an answer is waited for. A connection that is cut is often not told of; it only stays silent. */
  readonly withinMs?: number
  /** Done by the page itself: does not keep an abandoned session open. */
  readonly background?: boolean
}

export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

interface Options {
  readonly query?: Query | undefined
  readonly body?: unknown
  readonly act?: Act | undefined
  readonly signal?: AbortSignal | undefined
  /** Asked by the page itself, not by a person: does not keep an abandoned session open. */
  readonly background?: boolean | undefined
  /** Reads the text of the answer; JSON as the browser does it when absent. */
  readonly parse?: ((text: string) => unknown) | undefined
}

export function newAct(): Act {
  return { commandId: uuidv7(), at: instantInVietnam(serverNow()) }
}

function searchText(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) for (const one of [value].flat()) search.append(name, String(one))
  return search.toString()
}

function csrfToken(): string {
  const [, host] = /(?:^|; )__Host-lo_csrf=([^;]*)/.exec(document.cookie) ?? []
  return host ?? /(?:^|; )lo_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? ''
}

function headersFor(method: string, options: Options): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language() }
  if (options.background || options.act?.background) headers['x-background'] = '1'
  // What is asked for names people, so it stands in no address.
  const asked = searchText(options.query)
  if (asked) headers['x-query'] = asked
  const { me } = session.get()
  if (me) headers['x-account'] = me.id
  if (method === 'GET') return headers
  headers['x-csrf-token'] = csrfToken()
  headers['x-command-id'] = (options.act ?? newAct()).commandId
  if (options.body instanceof Blob) headers['content-type'] = 'application/octet-stream'
  else if (options.body !== undefined) headers['content-type'] = 'application/json'
  return headers
}

/** A file goes as it is, everything else as JSON. */
function bytesOf(body: unknown): BodyInit | null {
  if (body === undefined) return null
  return body instanceof Blob ? body : JSON.stringify(body)
}

function unsentOf(method: string, path: string, { body, act }: Options): UnsentRequest | undefined {
  if (!act || body instanceof Blob || (method !== 'POST' && method !== 'PUT' && method !== 'DELETE'))
    return undefined
  return { method, path, body, commandId: act.commandId }
}

/** What ends waiting: who asked left, or the answer took too long. */
function endOf({ signal, act }: Options): AbortSignal | null {
  const ends = [...(signal ? [signal] : []), ...(act?.withinMs ? [AbortSignal.timeout(act.withinMs)] : [])]
  return ends.length > 0 ? AbortSignal.any(ends) : null
}

async function ask(method: string, path: string, options: Options): Promise<Response> {
  const request = unsentOf(method, path, options)
  if (request) await options.act?.before?.(request)
  try {
    const response = await fetch(path, {
      method,
      headers: headersFor(method, options),
      credentials: 'same-origin',
      body: bytesOf(options.body),
      signal: endOf(options),
    })
    setClock(response.headers.get('date'))
    answered()
    return response
  } catch (error) {
    if (options.signal?.aborted) throw error
    unanswered()
    throw new ApiError({}, true, request)
  }
}

async function problemOf(response: Response): Promise<ApiError> {
  const problem = (await response.json().catch(() => ({}))) as object
  return new ApiError({ status: response.status, ...problem })
}

/** The answer of the server once it is a good one; a session that ended is opened again first. */
async function answerOf(method: string, path: string, given: Options): Promise<Response> {
  const options = method === 'GET' ? given : { ...given, act: given.act ?? newAct() }
  const response = await ask(method, path, options)
  if (response.status === 401 && session.get().me && !path.startsWith('/api/session')) {
    await loginAgain()
    return answerOf(method, path, options)
  }
  if (!response.ok) throw await problemOf(response)
  return response
}

async function send<T>(method: string, path: string, options: Options): Promise<T> {
  const response = await answerOf(method, path, options)
  if (response.status === 204) return undefined as T
  return (options.parse ? options.parse(await response.text()) : await response.json()) as T
}

async function bytes(path: string, body: unknown, act?: Act): Promise<ArrayBuffer> {
  return (await answerOf('POST', path, { body, act })).arrayBuffer()
}

export interface Reading {
  readonly signal?: AbortSignal
  readonly background?: boolean
  readonly parse?: ((text: string) => unknown) | undefined
}

/** The server. Paths are whole addresses: `/api/…` or `/fhir/R4/…`. */
export const api = {
  get: <T>(path: string, query?: Query, reading: Reading = {}) => send<T>('GET', path, { query, ...reading }),
  post: <T = void>(path: string, body?: unknown, act?: Act) => send<T>('POST', path, { body, act }),
  /** The same where the answer is a file. */
  postForBytes: bytes,
  put: <T = void>(path: string, body?: unknown, act?: Act) => send<T>('PUT', path, { body, act }),
  delete: <T = void>(path: string, act?: Act) => send<T>('DELETE', path, { act }),
}
