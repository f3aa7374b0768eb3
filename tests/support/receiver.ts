import { once } from 'node:events'
import { createServer } from 'node:http'

export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

export interface Receiver {
  readonly address: string
  readonly received: Received[]
  answer: number
}

/** A system that is told, on loopback. */
export async function withReceiver(work: (receiver: Receiver) => Promise<void>, at = 0): Promise<void> {
  const received: Received[] = []
  const state = { answer: 200 }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      received.push({
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(parts).toString('utf8'),
      })
      response.writeHead(state.answer).end()
    })
  })
  server.listen(at, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  try {
    await work(Object.assign(state, { address: `http://127.0.0.1:${port}/hook`, received }))
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

/** A port that nobody listens on, for a program that must know the receiver's address before there is one. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}
