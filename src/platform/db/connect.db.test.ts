import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { withServices } from '#tests/support/database.ts'

it('a connection that breaks while it is in use fails its question, not the program', { timeout: 60_000 }, () =>
  withServices(async ({ pool, db }) => {
    const held = await pool.connect()
    const asked = held.query('select pg_sleep(30)')
    const broken = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    setImmediate(() => held.connection.stream.destroy(broken))
    await assert.rejects(asked, /EPIPE/)
    held.release(broken)
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db)
    assert.equal(rows[0]?.one, 1)
  }),
)
