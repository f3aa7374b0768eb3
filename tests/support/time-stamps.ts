import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A time-stamp authority on the loopback that can be told to fail. */
export async function withTimeStamps(work: (tsa: Tsa) => Promise<void>): Promise<void> {
  const tsa: Tsa = { url: '', mode: 'up', answer: async () => Buffer.alloc(0) }
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    if (tsa.mode === 'down') return void response.writeHead(503).end()
    const answer = tsa.mode === 'garbled' ? Buffer.from('no token') : await tsa.answer(Buffer.concat(parts))
    return void response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(answer)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  tsa.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`
  try {
    await work(tsa)
  } finally {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
}

export interface Tsa {
  url: string
  mode: 'up' | 'down' | 'garbled'
  answer: (request: Buffer) => Promise<Buffer>
}
