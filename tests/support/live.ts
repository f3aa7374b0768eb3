import type { FastifyInstance } from 'fastify'
import type { Browser } from './identity.ts'

export interface Heard {
  readonly event: string
  readonly data: { readonly type?: string; readonly id?: string; readonly patientId?: string }
}

export interface Ear {
  readonly heard: readonly Heard[]
  /** Settles when the server has ended it. */
  readonly over: Promise<void>
  /** Settles when something of the kind was heard. */
  until(what: (one: Heard) => boolean): Promise<void>
  close(): void
}

/** Listens at a server that takes connections, as an open page of a browser does. */
export async function listen(server: FastifyInstance, browser: Browser, types: string): Promise<Ear> {
  const { port } = server.server.address() as { port: number }
  const gone = new AbortController()
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`http://127.0.0.1:${port}/api/live?types=${types}`, {
    headers: { cookie },
    signal: gone.signal,
  })
  if (answer.status !== 200 || !answer.body) throw new Error(`listening was answered ${answer.status}`)
  const heard: Heard[] = []
  const waiting = new Set<() => void>()
  const over = read(answer.body, (one) => {
    heard.push(one)
    for (const look of waiting) look()
  })
  return {
    heard,
    over,
    until: (what) =>
      new Promise((done) => {
        const look = () => {
          if (!heard.some(what)) return
          waiting.delete(look)
          done()
        }
        waiting.add(look)
        look()
      }),
    close: () => gone.abort(),
  }
}

async function read(body: ReadableStream<Uint8Array>, tell: (one: Heard) => void): Promise<void> {
  let text = ''
  try {
    for await (const part of body.pipeThrough(new TextDecoderStream())) {
      text += part
      const events = text.split('\n\n')
      text = events.pop() ?? ''
      for (const one of events) {
        const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(one) ?? []
        if (event !== '') tell({ event, data: JSON.parse(data) as Heard['data'] })
      }
    }
  } catch {
    // Closed from this side.
  }
}
