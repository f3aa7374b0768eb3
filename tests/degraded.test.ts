import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import pg from 'pg'
import { watchLedger } from './proofs/ledger-watch.ts'
import { clockOfNode, setClocks } from './proofs/set-clock.ts'
import { freshFolder, type Program, startProgram, systemToken } from './support/program.ts'
import { statusParts, until } from './support/status.ts'
import { openWay, type TcpWay } from './support/tcp-way.ts'
import { type DatabaseServer, startDatabaseServer } from './support/two-databases.ts'

interface World {
  readonly database: DatabaseServer
  readonly way: TcpWay
  readonly program: Program
  /** `201`, or status and code of what was refused. */
  put(id?: string): Promise<string>
  has(id: string): Promise<boolean>
}

/** A server whose database is on the other side of a way that can be cut. */
async function withWorld(settings: Record<string, string>, work: (world: World) => Promise<void>): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-degraded-'))
  chmodSync(root, 0o755)
  const database = await startDatabaseServer(join(root, 'database'))
  const way = await openWay(database.port)
  const program = await startProgram(['demo', '--patients', '0'], freshFolder(), {
    LANONG_DATABASE_URL: `postgresql://postgres@127.0.0.1:${way.port}/postgres`,
    LANONG_LOG_LEVEL: 'silent',
    ...settings,
  })
  try {
    const headers = {
      authorization: `Bearer ${await systemToken(program.url)}`,
      'content-type': 'application/fhir+json',
    }
    const base = `${program.url}/fhir/R4/Basic`
    await work({
      database,
      way,
      program,
      async put(id = crypto.randomUUID()) {
        const body = JSON.stringify({ resourceType: 'Basic', id, code: { text: 'x' } })
        const answer = await fetch(`${base}/${id}`, { method: 'PUT', headers, body })
        const [, code = ''] = /"code":"(\w+\.\w+)"/.exec(await answer.text()) ?? []
        return `${answer.status} ${code}`.trim()
      },
      async has(id) {
        const answer = await fetch(`${base}/${id}`, { headers })
        await answer.arrayBuffer()
        return answer.status === 200
      },
    })
  } finally {
    await program.stop()
    await way.close()
    await database.stop()
    rmSync(root, { recursive: true, force: true })
  }
}

const readyAt = async (url: string) => (await fetch(`${url}/readyz`)).status

/** Writes for as long as `during` takes; acknowledged ids and what was answered otherwise. */
async function writing(world: World, during: () => Promise<void>) {
  const acknowledged: string[] = []
  const others = new Set<string>()
  let stopping = false
  const load = Array.from({ length: 4 }, async () => {
    while (!stopping) {
      const id = crypto.randomUUID()
      const answer = await world.put(id)
      if (answer === '201') acknowledged.push(id)
      else others.add(answer)
    }
  })
  const more = async () => {
    const wanted = acknowledged.length + 12
    await until('it goes on', async () => acknowledged.length >= wanted)
  }
  await more()
  await during()
  await more()
  stopping = true
  await Promise.all(load)
  return { acknowledged, others: [...others].sort() }
}

async function keepsAll(world: World, acknowledged: readonly string[]): Promise<void> {
  const lost: string[] = []
  for (const id of acknowledged) if (!(await world.has(id))) lost.push(id)
  assert.deepEqual(lost, [], `of ${acknowledged.length}`)
}

describe('while something is wrong around the server', { timeout: 900_000 }, () => {
  it('a database that restarts is told as away, and is used again by itself', () =>
    withWorld({}, async (world) => {
      const { acknowledged, others } = await writing(world, async () => {
        await world.database.kill()
        await until('not ready', async () => (await readyAt(world.program.url)) === 503)
        await world.database.start()
        await until('ready', async () => (await readyAt(world.program.url)) === 200)
      })
      assert.deepEqual(others, ['503 database.away'])
      await keepsAll(world, acknowledged)
      await until('the page is well', async () =>
        (await statusParts(world.program.url)).some(({ code }) => code === 'databaseWell'),
      )
    }))

  it('a network that was cut without a word leaves nobody waiting, and is used again by itself', () =>
    withWorld({}, async (world) => {
      const { acknowledged, others } = await writing(world, async () => {
        world.way.state = 'silent'
        const answers = await Promise.all(Array.from({ length: 10 }, () => world.put()))
        for (const one of answers) assert.match(one, /^503 database\.(away|overloaded)$/)
        assert.equal(await readyAt(world.program.url), 503)
        world.way.state = 'open'
        await until('ready', async () => (await readyAt(world.program.url)) === 200)
      })
      for (const one of others) assert.match(one, /^503 database\.(away|overloaded)$/)
      await keepsAll(world, acknowledged)
      const ledger = watchLedger()
      await ledger.look(world.program.url, true)
      assert.deepEqual(ledger.forked, [], 'background work goes on too: leaves got their places')
    }))

  it('a database that does not get on gives 503 with a code and no pile-up', () =>
    withWorld({ LANONG_DATABASE_STATEMENT_SECONDS: '4', LANONG_REQUESTS_AT_ONCE: '24' }, async (world) => {
      assert.equal(await world.put(), '201')
      const other = new pg.Client({ connectionString: world.database.url })
      await other.connect()
      await other.query('begin; lock table resource in access exclusive mode')
      const answers = await Promise.all(Array.from({ length: 120 }, () => world.put()))
      const kinds = new Set(answers)
      assert.ok(kinds.has('503 server.busy') && kinds.has('503 database.slow'), [...kinds].join(', '))
      for (const one of kinds) assert.match(one, /^503 (server\.busy|database\.(slow|overloaded))$/)
      assert.equal((await fetch(`${world.program.url}/healthz`)).status, 200)
      await other.query('rollback')
      await other.end()
      await until('it goes on', async () => (await world.put()) === '201')
    }))

  it('a database that stands still for a moment loses nothing', () =>
    withWorld({}, async (world) => {
      const { acknowledged } = await writing(world, async () => {
        world.database.signal('SIGSTOP')
        await new Promise((next) => setTimeout(next, 3000))
        world.database.signal('SIGCONT')
      })
      await keepsAll(world, acknowledged)
    }))
})

describe('a clock that is set', { timeout: 600_000 }, () => {
  it('by a day and back ends sessions and tokens, is told, and breaks nothing else', async () => {
    const { steps, forked, without, stopped } = await setClocks(clockOfNode)
    assert.deepEqual(
      steps.filter(({ faults }) => faults.length > 0),
      [],
    )
    assert.deepEqual([steps.length, forked, without, stopped], [6, [], [], 0])
  })
})
