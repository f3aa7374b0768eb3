import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { createServer, type Server } from 'node:tls'
import type { Context } from '#platform/context.ts'
import { learnTraining, markTraining } from '#platform/training.ts'
import { writeAudit } from '#store/audit.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { withServer } from '#tests/support/server.ts'
import type { StreamState } from '../contract.ts'
import { audit } from '../index.ts'
import type { Target } from './send.ts'
import { streamTo } from './stream-journal.ts'

/** A receiver as RFC 5425 wants it: reads frames by their counted octets and closes when the sender has. */
interface Receiver {
  readonly server: Server
  readonly messages: string[]
  /** So many connections more are reset as soon as something comes. */
  resets: number
}

const folder = mkdtempSync(join(tmpdir(), 'lanong-soc-'))
let receiver: Receiver
let target: Target

before(async () => {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  execFileSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
    ...['-subj', '/CN=soc.test', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
  ])
  receiver = await receive(readFileSync(key), readFileSync(cert))
  target = { host: '127.0.0.1', port: (receiver.server.address() as AddressInfo).port, ca: readFileSync(cert) }
})
after(() => receiver.server.close())

function receive(key: Buffer, cert: Buffer): Promise<Receiver> {
  const made: Receiver = { messages: [], resets: 0, server: createServer({ key, cert }) }
  let wire: Socket | undefined
  made.server.on('connection', (socket: Socket) => {
    wire = socket
  })
  made.server.on('secureConnection', (socket) => {
    const parts: Buffer[] = []
    socket.on('error', () => {})
    if (made.resets > 0) {
      made.resets--
      socket.once('data', () => wire?.resetAndDestroy())
      return
    }
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.once('end', () => {
      made.messages.push(...unframed(Buffer.concat(parts)))
      socket.end()
    })
  })
  return new Promise((settle) => made.server.listen(0, '127.0.0.1', () => settle(made)))
}

function unframed(bytes: Buffer): readonly string[] {
  const found: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(' ', at)
    const length = Number(bytes.toString('latin1', at, space))
    found.push(bytes.toString('utf8', space + 1, space + 1 + length))
    at = space + 1 + length
  }
  return found
}

const print = (ctx: Context, n: number) =>
  writeAudit(ctx, {
    action: 'print',
    outcome: n % 5 ? 'success' : 'refused',
    detail: { n, note: `dòng=1|2\n${n}` },
  })

const numbers = () =>
  receiver.messages.flatMap((one) => /"n":(\d+)/.exec(one.replaceAll('\\', ''))?.[1] ?? []).map(Number)

describe('the journal at a security operations centre', () => {
  it('arrives whole and in order through cuts and a dead receiver, nothing lost, nothing twice unless it was cut', () =>
    withServer([audit], async (client) => {
      const ctx = { ...contextOf(client.services), cameFrom: '10.0.0.5:51034' }
      const send = async () => {
        await orderAllLeaves(ctx)
        return streamTo(ctx, target)
      }
      await print(ctx, 0)
      assert.equal((await send()).processed, 0, 'a new target begins with what is new')
      await Promise.all([1, 2, 3, 4, 5].map((n) => print(ctx, n)))
      await print(ctx, 6)
      receiver.resets = 2
      const refused = { ...target, port: 9 }
      assert.equal((await send()).failed, 6)
      assert.equal((await send()).failed, 6)
      assert.equal((await streamTo(ctx, refused)).processed, 0)
      const state = (await client.send('GET', '/api/audit/stream')).body as StreamState
      const stands = state.targets.find((one) => one.target === `127.0.0.1:${target.port}`)
      assert.equal(stands?.delivered, 0)
      assert.ok(stands.waiting > 0 && stands.failure)
      assert.equal((await send()).processed, 6)
      assert.deepEqual(numbers().sort(), [1, 2, 3, 4, 5, 6])
      const line = receiver.messages.find((one) => one.includes('n":5')) ?? ''
      assert.match(
        line,
        /^<108>1 \d{4}-\d\d-\d\dT[\d:.]+Z \S+ lanong - print \[origin software="lanong" swVersion="[\d.]+"\] \uFEFFCEF:0\|/,
      )
      assert.match(line, / src=10\.0\.0\.5 spt=51034 /)
      assert.ok(line.includes('dòng\\=1|2\\\\n5'), line)
      assert.equal((await send()).processed, 0)
    }))

  it('stays here in an installation for training, and leaves when it is none', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      await streamTo(ctx, target)
      await print(ctx, 77)
      await orderAllLeaves(ctx)
      const training = mkdtempSync(join(tmpdir(), 'lanong-training-'))
      markTraining(training, new Date())
      try {
        learnTraining(training)
        assert.equal((await streamTo(ctx, target)).processed, 0)
        const state = (await client.send('GET', '/api/audit/stream')).body as StreamState
        assert.match(state.targets[0]?.failure ?? '', /training/)
        assert.ok(!numbers().includes(77))
      } finally {
        learnTraining(mkdtempSync(join(tmpdir(), 'lanong-real-')))
      }
      assert.equal((await streamTo(ctx, target)).processed, 1)
      assert.ok(numbers().includes(77))
    }))

  it('is not given to who cannot prove who they are', () =>
    withServer([audit], async (client) => {
      const ctx = contextOf(client.services)
      const stranger = { ...target, ca: undefined }
      await streamTo(ctx, stranger)
      await print(ctx, 1)
      await orderAllLeaves(ctx)
      const before = receiver.messages.length
      const outcome = await streamTo(ctx, stranger)
      assert.equal(outcome.processed, 0)
      assert.ok(outcome.failed > 0)
      assert.equal(receiver.messages.length, before)
    }))
})
