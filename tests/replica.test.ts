import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, it } from 'node:test'
import { watchLedger } from './proofs/ledger-watch.ts'
import { freshFolder, type Program, runProgram, startProgram, systemToken } from './support/program.ts'
import { statusParts, until } from './support/status.ts'
import { startTwoDatabases, type TwoDatabases } from './support/two-databases.ts'

interface Asking {
  put(id: string): Promise<{ status: number; mark: string; code: string }>
  /** Whether a search finds it; with a mark it may come from the replica. */
  finds(id: string, mark?: string): Promise<boolean>
  has(id: string): Promise<boolean>
}

async function asking(program: Program): Promise<Asking> {
  const headers = {
    authorization: `Bearer ${await systemToken(program.url)}`,
    'content-type': 'application/fhir+json',
  }
  const base = `${program.url}/fhir/R4/Basic`
  return {
    async put(id) {
      const body = JSON.stringify({ resourceType: 'Basic', id, code: { text: 'x' } })
      const answer = await fetch(`${base}/${id}`, { method: 'PUT', headers, body })
      const text = await answer.text()
      const [, code = ''] = /"code":"(\w+\.\w+)"/.exec(text) ?? []
      return { status: answer.status, mark: answer.headers.get('x-lanong-seen') ?? '', code }
    },
    async finds(id, mark) {
      const answer = await fetch(`${base}?_id=${id}`, {
        headers: { ...headers, ...(mark ? { 'x-lanong-seen': mark } : {}) },
      })
      const text = await answer.text()
      assert.equal(answer.status, 200, text)
      return text.includes(`"id":"${id}"`)
    },
    async has(id) {
      const answer = await fetch(`${base}/${id}`, { headers })
      await answer.arrayBuffer()
      return answer.status === 200
    },
  }
}

/** What the page of the installation says of the replica. */
const replicaPart = async (url: string) => (await statusParts(url)).find((one) => one.part === 'replica')

/** What it says of writes that the replica does not confirm. */
const writesPart = async (url: string) => (await statusParts(url)).find((one) => one.part === 'replicaWrites')

async function withTwo(work: (two: TwoDatabases, dataDir: string) => Promise<void>): Promise<void> {
  const two = await startTwoDatabases()
  const dataDir = freshFolder()
  try {
    await work(two, dataDir)
  } finally {
    await two.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const anyAge = '0/0'

describe('an external PostgreSQL with a replica', { timeout: 600_000 }, () => {
  it('reads what may be old from the replica, own writes from where they are, and goes on without it', () =>
    withTwo(async (two, dataDir) => {
      const program = await startProgram(['demo', '--patients', '0'], dataDir, {
        LANONG_DATABASE_URL: two.primary.url,
        LANONG_DATABASE_REPLICA_URL: two.replica.url,
        LANONG_DATABASE_REPLICA_LAG_SECONDS: '8',
        LANONG_LOG_LEVEL: 'error',
      })
      try {
        const { put, finds } = await asking(program)
        const says = (code: string) => until(code, async () => (await replicaPart(program.url))?.code === code)
        await says('replicaWell')
        const first = await put('first')
        assert.match(first.mark, /^[0-9A-F]+\/[0-9A-F]+$/)
        await until('the replica has it', () => finds('first', anyAge))

        await two.replica.ask('select pg_wal_replay_pause()')
        const { mark } = await put('second')
        assert.equal(await finds('second', anyAge), false, 'this was read from the replica, which stands still')
        assert.equal(await finds('second', mark), true, 'who wrote it finds it')
        assert.equal(await finds('second'), true, 'without a mark everything is read from the primary')
        await says('replicaBehind')
        assert.equal(await finds('second', anyAge), true, 'too far behind to be asked')
        await two.replica.ask('select pg_wal_replay_resume()')
        await says('replicaWell')

        await two.primary.ask(`alter system set synchronous_standby_names = ''`)
        await two.primary.ask('select pg_reload_conf()')
        await two.replica.kill()
        for (let n = 0; n < 20; n++) assert.equal(await finds('first', anyAge), true)
        assert.equal((await put('third')).status, 201)
        await says('replicaAway')
        await two.replica.start()
        await says('replicaWell')
      } finally {
        assert.equal(await program.stop(), 0)
      }
    }))

  it('loses nothing when the primary dies and the replica takes its place', () =>
    withTwo(async (two, dataDir) => {
      // A slow machine is not a replica that is away.
      const env = {
        LANONG_DATABASE_URL: two.url,
        LANONG_DATABASE_REPLICA_PATIENCE_SECONDS: '600',
        LANONG_LOG_LEVEL: 'error',
      }
      const program = await startProgram(['demo', '--patients', '0'], dataDir, env)
      const acknowledged: string[] = []
      const refused = new Set<string>()
      let stopping = false
      try {
        const { put, has } = await asking(program)
        const load = Array.from({ length: 4 }, async () => {
          while (!stopping) {
            const id = crypto.randomUUID()
            const { status, code } = await put(id)
            if (status === 201) acknowledged.push(id)
            else refused.add(`${status} ${code}`)
          }
        })
        const reach = (count: number) => until(`${count} writes`, async () => acknowledged.length >= count)
        const ledger = watchLedger()
        await reach(40)
        await ledger.look(program.url, true)
        const early = await runProgram(['database', 'promote'], dataDir, env)
        assert.match(early.err, /\[database\.primaryAlive\]/)

        await two.primary.kill()
        const before = acknowledged.length
        await until('the loss is told', async () => refused.size > 0)
        const promoted = await runProgram(['database', 'promote'], dataDir, env)
        assert.equal(promoted.code, 0, promoted.err)
        await reach(before + 40)
        stopping = true
        await Promise.all(load)
        for (const one of refused) assert.match(one, /^503 database\.(away|noPrimary)$/)

        const lost: string[] = []
        for (const id of acknowledged) if (!(await has(id))) lost.push(id)
        assert.deepEqual(lost, [], `of ${acknowledged.length} acknowledged`)
        await ledger.look(program.url, true)
        assert.deepEqual(ledger.forked, [])
        const token = await systemToken(program.url)
        assert.deepEqual(
          await ledger.without(
            program.url,
            token,
            acknowledged.map((id) => `Basic/${id}`),
          ),
          [],
        )
        process.stdout.write(`# ${acknowledged.length} acknowledged writes, ${lost.length} lost\n`)

        // The old primary comes back, and is alone for a while: nothing is written to it.
        await two.primary.start()
        await two.replica.stop()
        await until(
          'the old primary is refused',
          async () => (await put(crypto.randomUUID())).code === 'database.noPrimary',
        )
        await two.replica.start()
        await until('it goes on', async () => (await put(crypto.randomUUID())).status === 201)
      } finally {
        stopping = true
        await program.stop()
      }
    }))

  it('goes on alone while the replica is away, says so, and promotes it only when it has everything', () =>
    withTwo(async (two, dataDir) => {
      const env = { LANONG_DATABASE_URL: two.url, LANONG_LOG_LEVEL: 'error' }
      const program = await startProgram(['demo', '--patients', '0'], dataDir, {
        ...env,
        LANONG_DATABASE_REPLICA_PATIENCE_SECONDS: '10',
      })
      try {
        const { put, has } = await asking(program)
        const [well, alone] = [crypto.randomUUID(), crypto.randomUUID()]
        const isAlone = () =>
          writesPart(program.url).then(
            (one) => one?.code === 'replicaWritesAlone',
            () => true, // nobody can log in between the two servers
          )
        await until('both have what there is', async () => !(await isAlone()))
        assert.equal((await put(well)).status, 201)
        await two.replica.stop()
        assert.equal((await put(alone)).status, 201, 'a hospital goes on')
        assert.equal(await isAlone(), true)

        await two.primary.kill()
        await two.replica.start()
        const refused = await runProgram(['database', 'promote'], dataDir, env)
        assert.match(refused.err, /\[database\.replicaLacks\]/)

        await two.primary.start()
        await until('the replica has everything', async () => !(await isAlone()))
        await two.primary.kill()
        const promoted = await runProgram(['database', 'promote'], dataDir, env)
        assert.equal(promoted.code, 0, promoted.err)
        await until('it goes on', async () => (await put(crypto.randomUUID())).status === 201)
        assert.deepEqual([await has(well), await has(alone)], [true, true])
      } finally {
        await program.stop()
      }
    }))

  it('refuses to write while the replica is away where that was chosen, and goes on when it is back', () =>
    withTwo(async (two, dataDir) => {
      const program = await startProgram(['demo', '--patients', '0'], dataDir, {
        LANONG_DATABASE_URL: two.url,
        LANONG_DATABASE_REPLICA_WRITES: 'wait',
        LANONG_DATABASE_REPLICA_PATIENCE_SECONDS: '10',
        LANONG_LOG_LEVEL: 'error',
      })
      try {
        const { put, has } = await asking(program)
        const first = crypto.randomUUID()
        await until('it is written', async () => (await put(first)).status < 300)
        await two.replica.stop()
        // More than there are connections: each is answered, none waits for the replica.
        const answers = await Promise.all(Array.from({ length: 30 }, () => put(crypto.randomUUID())))
        assert.deepEqual([...new Set(answers.map(({ status }) => status))], [503])
        assert.equal((await fetch(`${program.url}/healthz`)).status, 200)
        // Nobody can log in to the page meanwhile: a login is a write.
        const isRed = async () =>
          /part="replicaWrites"[^}]*\} 2$/m.test(await (await fetch(`${program.url}/metrics`)).text())
        await until('the figures tell it', isRed)
        await two.replica.start()
        await until('it goes on', async () => (await put(crypto.randomUUID())).status === 201)
        assert.equal(await has(first), true)
        await until('the page is well', async () => (await writesPart(program.url)) === undefined)
      } finally {
        await program.stop()
      }
    }))
})
