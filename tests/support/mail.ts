import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer as createMailServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** As much of RFC 5321 as a letter needs. */
function answerMail(socket: Socket, letters: string[]): void {
  let letter: string | undefined
  socket.setEncoding('utf8').write('220 here\r\n')
  socket.on('data', (text: string) => {
    for (const line of text.split('\r\n').filter((one, at, all) => one !== '' || at < all.length - 1)) {
      if (letter !== undefined && line !== '.') letter += `${line}\n`
      else if (letter !== undefined) {
        letters.push(letter)
        letter = undefined
        socket.write('250 taken\r\n')
      } else if (line === 'DATA') {
        letter = ''
        socket.write('354 go on\r\n')
      } else socket.write('250 well\r\n')
    }
  })
  socket.on('error', () => {})
}

/** A mail server that keeps what it is given; `work` gets the file with its address. */
export async function withMail(work: (file: string, letters: string[]) => Promise<void>): Promise<void> {
  const letters: string[] = []
  const server = createMailServer((socket) => answerMail(socket, letters)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const file = join(mkdtempSync(join(tmpdir(), 'lanong-mail-')), 'server')
  writeFileSync(file, `smtp://127.0.0.1:${(server.address() as AddressInfo).port}\n`)
  try {
    await work(file, letters)
  } finally {
    server.close()
  }
}
