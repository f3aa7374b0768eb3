import { connect, type Socket } from 'node:net'

/** What the scanner says of a file: the name of what it found, or nothing. */
export interface Scanned {
  readonly found: string | undefined
}

const chunkBytes = 64 * 1024
const patienceMs = 60_000

function open(url: string): Socket {
  if (url.startsWith('unix:')) return connect(url.slice('unix:'.length))
  const { hostname, port } = new URL(url)
  return connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) })
}

/**
 * Asks clamd about a file: zINSTREAM, then chunks with their length, then an empty one. Fails when it does not answer
 * as the protocol says; that is no verdict.
 * @see https://docs.clamav.net/manual/Usage/Scanning.html#clamd (man clamd, COMMANDS)
 */
export function scanWithClamd(url: string, bytes: Buffer, timeoutMs = patienceMs): Promise<Scanned> {
  return new Promise((settle, fail) => {
    const socket = open(url)
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the scanner is silent')))
    let answer = ''
    socket.on('data', (part) => {
      answer += part.toString('utf8')
    })
    socket.once('error', fail)
    socket.once('close', () => verdictOf(answer.replace(/\0+$/, ''), settle, fail))
    socket.write('zINSTREAM\0')
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      const chunk = bytes.subarray(at, at + chunkBytes)
      socket.write(lengthOf(chunk.length))
      socket.write(chunk)
    }
    socket.write(lengthOf(0))
  })
}

function verdictOf(answer: string, settle: (found: Scanned) => void, fail: (error: Error) => void): void {
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1]
  if (found !== undefined) settle({ found })
  else if (answer === 'stream: OK') settle({ found: undefined })
  else fail(new Error(`the scanner answered: ${answer.slice(0, 200) || 'nothing'}`))
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}
