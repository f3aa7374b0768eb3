import assert from 'node:assert/strict'
import { chmodSync, rmSync } from 'node:fs'
import { after, describe, it } from 'node:test'
import { freshFolder } from '#tests/support/program.ts'
import { pool } from './connect.ts'
import { startEmbedded } from './embedded.ts'

describe('the embedded database', () => {
  const folder = freshFolder('lanong-embedded-')
  chmodSync(folder, 0o755)
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('starts at once again after it was killed, and has what was committed', async () => {
    for (let n = 0; n < 5; n++) {
      const server = await startEmbedded(folder)
      const db = pool(server.address, 2)
      try {
        await db.query('create table if not exists told (n int)')
        const { rows } = await db.query('select count(*)::int as n from told')
        assert.deepEqual(rows, [{ n }])
        await db.query('insert into told values ($1)', [n])
      } finally {
        process.kill(server.pid, 'SIGKILL')
        await server.ended
        await db.end()
      }
    }
  })

  it('starts again where the one left behind cannot write its last checkpoint', async () => {
    const left = await startEmbedded(folder)
    const db = pool(left.address, 1)
    const { rows } = await db.query<{ pid: number }>(
      `select pid from pg_stat_activity where backend_type = 'checkpointer'`,
    )
    await db.query('insert into told values (99)')
    await db.end()
    process.kill(rows[0]?.pid ?? 0, 'SIGSTOP') // as on a disk that does not get on
    const server = await startEmbedded(folder)
    const again = pool(server.address, 1)
    try {
      assert.equal((await again.query('select from told where n = 99')).rowCount, 1)
    } finally {
      await again.end()
      await server.stop()
      await left.ended
    }
  })
})
