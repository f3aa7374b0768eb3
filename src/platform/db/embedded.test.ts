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
})
