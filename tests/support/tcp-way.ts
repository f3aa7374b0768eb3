import { connect, createServer, type Socket } from 'node:net'

/** A way to a port of this machine that can be cut. */
export interface TcpWay {
  readonly port: number
  /** `silent`: nothing passes and nobody is told, as when a cable is pulled. `refused`: as when nothing listens. */
  state: 'open' | 'silent' | 'refused'
  close(): Promise<void>
}

export async function openWay(to: number): Promise<TcpWay> {
  const pairs = new Set<readonly [Socket, Socket]>()
  let state: TcpWay['state'] = 'open'
  const server = createServer((near) => {
    if (state === 'refused') return void near.destroy()
    const far = connect(to, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    const pass = (from: Socket, onto: Socket) => {
      from.on('data', (bytes) => {
        if (state === 'open') onto.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => {
        pairs.delete(pair)
        if (state === 'open') onto.destroy()
      })
    }
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle))
  const end = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy()
    pairs.clear()
  }
  return {
    port: (server.address() as { port: number }).port,
    get state() {
      return state
    },
    set state(next) {
      // What was swallowed is gone: a connection with a hole in it is never used again.
      if (next === 'refused' || state === 'silent') end()
      state = next
    },
    close: () =>
      new Promise((settle) => {
        end()
        server.close(() => settle())
      }),
  }
}
