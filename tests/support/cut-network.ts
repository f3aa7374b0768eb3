import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the way to the server does with one request. */
export type Fate =
  | 'pass'
  /** Cut before the server got it. */
  | 'lost'
  /** The server did it; its answer was cut off. */
  | 'answer-lost'
  /** Neither answer nor end: what a device sees of a network that went without a word. */
  | 'silent'
  /** It arrives twice. */
  | 'twice'

export interface CutNetwork {
  readonly url: string
  /** Decides of every request; another may be put in its place. */
  fate(asked: { readonly method: string; readonly path: string }): Fate
  /** Answers in the place of the server, for what only the screen does. */
  answer(path: string): { readonly type: string; readonly body: string } | undefined
  close(): void
}

interface Answered {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function forward(port: number, from: IncomingMessage, body: Buffer): Promise<Answered> {
  return new Promise((settle, fail) => {
    const { method = 'GET', url = '/', headers } = from
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      bytesOf(answer).then(
        (bytes) => settle({ status: answer.statusCode ?? 502, headers: answer.headers, body: bytes }),
        fail,
      )
    })
    onward.on('error', fail)
    onward.end(body)
  })
}

function give(response: ServerResponse, { status, headers, body }: Answered): void {
  const { 'transfer-encoding': _chunks, ...kept } = headers
  response.writeHead(status, { ...kept, 'content-length': body.length })
  response.end(body)
}

/** A way to the server at `port` that can be cut at any point of any request. */
export async function cutNetwork(port: number): Promise<CutNetwork> {
  const way: CutNetwork = { url: '', fate: () => 'pass', answer: () => undefined, close: () => undefined }
  const server = createServer(async (asked, response) => {
    const { method = 'GET', url = '/' } = asked
    const path = url.split('?')[0] ?? '/'
    const fate = way.fate({ method, path })
    const body = await bytesOf(asked).catch(() => Buffer.alloc(0))
    if (fate === 'silent') return
    if (fate === 'lost') return void asked.socket.destroy()
    const own = way.answer(path)
    if (own) return void response.writeHead(200, { 'content-type': own.type }).end(own.body)
    // A stream of live changes has no end to wait for.
    if (path === '/api/live') return void response.writeHead(204).end()
    const all = await Promise.all(
      Array.from({ length: fate === 'twice' ? 2 : 1 }, () => forward(port, asked, body)),
    )
    if (fate === 'answer-lost') return void asked.socket.destroy()
    const [last] = all.slice(-1)
    if (last) give(response, last)
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  return Object.assign(way, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
}
