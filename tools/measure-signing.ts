// Measures a batch of 30 papers signed at the simulated remote service, which takes 50 ms for every call:
// `node tools/measure-signing.ts [rounds]`. Throw-away PostgreSQL; one authentication for each batch.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { documents } from '../src/modules/documents/index.ts'
import type { FoundKeys, SignAnswer } from '../src/modules/signing/contract.ts'
import { signing } from '../src/modules/signing/index.ts'
import { startTestDatabase } from '../tests/support/cluster.ts'
import { givenPapers, givenSigner, minh, reviewed, shown } from '../tests/support/papers-to-sign.ts'
import { withRemoteSigning } from '../tests/support/remote-signing.ts'
import { withServer } from '../tests/support/server.ts'

const rounds = Number(process.argv[2] ?? 10)
const size = 30
const user = '001084000001'
const people = [{ userId: user, name: minh.name, pin: '778899', approval: 'code' }] as const

interface Taken {
  readonly ms: number
  /** Of the server's process alone: what stays the same on a machine that has other work. */
  readonly cpuMs: number
}

async function measureRound(): Promise<Taken> {
  return withServer([documents, signing], async (client) => {
    await givenSigner(client)
    const papers = await givenPapers(client, size)
    let taken: Taken = { ms: 0, cpuMs: 0 }
    await withRemoteSigning(client, people, async (service) => {
      const found = await client.send('POST', '/api/signing/remote-keys', { as: minh, body: { user } })
      const credential = (found.body as FoundKeys).keys[0]?.place
      await client.send('PUT', '/api/signing/key/remote', { as: minh, body: { user, credential } })
      await client.send('POST', '/api/signing/code', { as: minh })
      service.behaviour.delayMs = 50
      const batch = await reviewed(client, papers)
      const body = { documents: papers.map(shown), batch, pin: '778899', otp: service.lastMessage(user) }
      const startedAt = performance.now()
      const before = process.cpuUsage()
      const answer = await client.send('POST', '/api/signing/sign', { as: minh, body })
      const { user: inUser, system } = process.cpuUsage(before)
      taken = { ms: performance.now() - startedAt, cpuMs: (inUser + system) / 1000 }
      const { signed } = answer.body as SignAnswer
      if (signed?.length !== size) throw new Error(answer.text)
    })
    return taken
  })
}

const folder = mkdtempSync(join(tmpdir(), 'lanong-measure-'))
const cluster = await startTestDatabase(folder)
process.env['LANONG_TEST_DATABASE'] = JSON.stringify(cluster.address)
try {
  const taken: Taken[] = []
  for (let round = 0; round < rounds; round++) taken.push(await measureRound())
  const spread = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    const at = (share: number) =>
      ((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) / 1000).toFixed(2)
    return `p50 ${at(0.5)} s, p95 ${at(0.95)} s`
  }
  const told = `${spread(taken.map(({ ms }) => ms))}; processor ${spread(taken.map(({ cpuMs }) => cpuMs))}`
  process.stdout.write(
    `batch of ${size} papers at a remote service of 50 ms a call: ${told} (${rounds} batches)\n`,
  )
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
