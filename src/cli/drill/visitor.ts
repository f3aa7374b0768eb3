import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { AppError } from '#kernel/app-error.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { uuidv7 } from '#kernel/ids.ts'

export interface Answered {
  readonly status: number
  readonly bytes: Buffer
  json<T>(): T
}

/** Somebody at an address of this machine, with cookies: a member of staff, or the one who took them. */
export interface Visitor {
  readonly address: string
  readonly cookies: Map<string, string>
  ask(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered>
  /** The same, where anything but success is the failure that the server names. */
  must(
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answered>
}

const isLoopback = (host: string) => /^(127\.|localhost$)/.test(host)

/** @param address where requests come from, when the server is on this machine; loopback has many addresses */
export function visitorAt(url: string, address: string, cookies = new Map<string, string>()): Visitor {
  const base = URL.parse(url)
  if (!base || !/^https?:$/.test(base.protocol)) throw commonErrors.invalid({ reason: `--url ${url}` })
  const send = base.protocol === 'https:' ? secureRequest : plainRequest
  const local = isLoopback(base.hostname) ? { localAddress: address } : {}
  const ask: Visitor['ask'] = (method, path, body, headers = {}) =>
    new Promise((settle, fail) => {
      const text = typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body)
      const request = send(new URL(path, base), {
        method,
        ...local,
        headers: headersOf(cookies, method, text, headers),
      })
      request.once('error', fail)
      request.once('response', async (answer) => {
        keep(cookies, answer.headers['set-cookie'] ?? [])
        const parts: Buffer[] = []
        for await (const part of answer) parts.push(part as Buffer)
        const bytes = Buffer.concat(parts)
        settle({ status: answer.statusCode ?? 0, bytes, json: <T>() => JSON.parse(bytes.toString('utf8')) as T })
      })
      request.end(text)
    })
  return {
    address: isLoopback(base.hostname) ? address : 'this machine',
    cookies,
    ask,
    async must(method, path, body, headers) {
      const answer = await ask(method, path, body, headers)
      if (answer.status >= 300) throw refusal(path, answer)
      return answer
    },
  }
}

function headersOf(
  cookies: Map<string, string>,
  method: string,
  text: string | undefined,
  more: Record<string, string>,
) {
  const csrf = cookies.get('lo_csrf')
  return {
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    ...(method === 'GET' ? {} : { 'x-command-id': uuidv7(), ...(csrf ? { 'x-csrf-token': csrf } : {}) }),
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...more,
  }
}

function keep(cookies: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '') cookies.delete(name)
    else cookies.set(name, value)
  }
}

function refusal(path: string, { status, bytes }: Answered): AppError {
  const told = bytes.toString('utf8')
  const code = /"code":"([a-zA-Z.-]+)"/.exec(told)?.[1] ?? 'http.unknown'
  const title = /"(?:title|detail)":"((?:[^"\\]|\\.)*)"/.exec(told)?.[1] ?? `${path} answered ${status}`
  return new AppError(code, { category: status === 403 ? 'forbidden' : 'conflict', text: title })
}
