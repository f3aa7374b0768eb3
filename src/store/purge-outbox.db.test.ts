import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { noon, withContext } from '#tests/support/database.ts'
import { commit } from './commit.ts'
import { purgeOutbox } from './purge-outbox.ts'

describe('the outbox', () => {
  it('keeps what is younger than a day', () =>
    withContext(async (ctx) => {
      const old = { ...ctx, now: () => new Date(noon.getTime() - 2 * 24 * 3600 * 1000) }
      await commit(old, [{ kind: 'create', resource: { resourceType: 'Patient', id: 'old' } }])
      await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', id: 'new' } }])
      assert.equal(await purgeOutbox(ctx), 1)
      const { rows } = await sql`select id from outbox`.execute(ctx.db)
      assert.deepEqual(rows, [{ id: 'new' }])
    }))
})
