import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pool } from '#platform/db/connect.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { damagePacks } from './support/damage-backup.ts'
import { type Program, runProgram, startProgram, systemToken } from './support/program.ts'
import { type DatabaseServer, startDatabaseServer } from './support/two-databases.ts'

/** What an officer types beside a running server whose PostgreSQL is the hospital's own. */
describe('the backup of an external PostgreSQL', { timeout: 900_000 }, () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-external-'))
  const data = join(root, 'data')
  let database: DatabaseServer
  let program: Program
  const env = () => ({ LANONG_DATABASE_URL: database.url, LANONG_BACKUP: 'on', LANONG_LOG_LEVEL: 'silent' })

  async function run(...words: string[]) {
    const done = await runProgram([...words, '--json'], data, env())
    return { ...done, value: done.out.trim() === '' ? undefined : JSON.parse(done.out) }
  }
  async function well(...words: string[]) {
    const done = await run(...words)
    assert.equal(done.code, 0, `${words.join(' ')}: ${done.err} ${done.out.slice(0, 2000)}`)
    return done.value
  }
  async function put(id: string): Promise<void> {
    const answer = await fetch(`${program.url}/fhir/R4/Basic/${id}`, {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${await systemToken(program.url)}`,
        'content-type': 'application/fhir+json',
      },
      body: JSON.stringify({ resourceType: 'Basic', id, code: { text: 'x' } }),
    })
    assert.equal(answer.status, 201, await answer.text())
  }
  /** What a restored folder holds, asked of a PostgreSQL that is started on it. */
  async function idsIn(folder: string): Promise<readonly string[]> {
    const server = await startEmbedded(folder, { fsync: false })
    const db = pool(server.address, 1)
    try {
      const { rows } = await db.query<{ id: string }>(
        `select r.id from resource r join resource_type t on t.id = r.type where t.name = 'Basic' order by r.id`,
      )
      return rows.map(({ id }) => id)
    } finally {
      await db.end()
      await server.stop()
    }
  }

  before(async () => {
    chmodSync(root, 0o755)
    database = await startDatabaseServer(join(root, 'database'))
    program = await startProgram(['demo', '--patients', '0'], data, env())
  })
  after(async () => {
    await program.stop()
    await database.stop()
    rmSync(root, { recursive: true, force: true })
  })

  it('takes a full base and one of what changed, and a drill beside the server restores them', async () => {
    await put('a')
    const full = await well('backup', '--full')
    assert.equal(full.kind, 'full')
    await put('b')
    const next = await well('backup')
    assert.equal(next.kind, 'incremental')
    const both = await Promise.all([well('backup', '--full'), well('backup')])
    assert.equal(new Set([full, next, ...both].map(({ id }) => id)).size, 4, 'one after the other')
    await put('c')
    const minutes = await well('backup', '--drill')
    assert.equal(minutes.ok, true, JSON.stringify(minutes.checks))
    assert.ok(minutes.base >= both[0].id, 'the newest base')
    assert.ok(minutes.rpoSeconds >= 0 && minutes.rtoSeconds > 0, JSON.stringify(minutes))
    assert.ok(minutes.checks.length >= 6, JSON.stringify(minutes.checks))
  })

  it('comes back up to its last write, and up to a moment between two writes', async () => {
    const [{ now } = { now: '' }] = await database.ask<{ now: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`,
    )
    await put('d')
    // Its mark comes after the write: when it is in the copy, so is the write.
    assert.equal((await well('backup', '--drill')).ok, true)
    const [last, earlier] = [join(root, 'last'), join(root, 'earlier')]
    await well('restore', last)
    assert.deepEqual(await idsIn(last), ['a', 'b', 'c', 'd'])
    await well('restore', earlier, '--to', now)
    assert.deepEqual(await idsIn(earlier), ['a', 'b', 'c'])
  })

  it('is found damaged by the drill, which says what, while the server goes on', async () => {
    damagePacks(join(data, 'backup'))
    const { code, value } = await run('backup', '--drill')
    assert.deepEqual([code, value.ok], [1, false])
    assert.match(JSON.stringify(value.checks), /backup\.damaged/)
    await put('e')
  })
})
