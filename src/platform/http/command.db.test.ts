import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import Type from 'typebox'
import { uuidv7 } from '#kernel/ids.ts'
import type { HospitalModule } from '#platform/module.ts'
import { withServer } from '#tests/support/server.ts'

let runs = 0
const counting: HospitalModule = {
  name: 'counting',
  permissions: { 'counting.add': 'Count' },
  routes(api) {
    api(
      {
        method: 'POST',
        path: '/count',
        permission: 'counting.add',
        summary: 'Count',
        body: Type.Object({ by: Type.Integer() }),
      },
      async ({ ctx, body }) => {
        runs += body.by
        await sql`select 1`.execute(ctx.db)
        return { runs }
      },
    )
  },
}

describe('a command', () => {
  it('runs once, however often its id comes, even at the same moment', () =>
    withServer([counting], async (client) => {
      runs = 0
      const headers = { 'x-command-id': uuidv7() }
      const answers = await Promise.all(
        [1, 2, 3, 4].map(() => client.send('POST', '/api/count', { headers, body: { by: 1 } })),
      )
      assert.deepEqual(
        answers.map((answer) => answer.status),
        [200, 200, 200, 200],
      )
      assert.deepEqual(
        answers.map((answer) => answer.body),
        [{ runs: 1 }, { runs: 1 }, { runs: 1 }, { runs: 1 }],
      )
    }))

  it('refuses another request under the same id, a missing id and a missing permission', () =>
    withServer([counting], async (client) => {
      const headers = { 'x-command-id': uuidv7() }
      await client.send('POST', '/api/count', { headers, body: { by: 1 } })
      const reused = await client.send('POST', '/api/count', { headers, body: { by: 2 } })
      assert.deepEqual([reused.status, (reused.body as { code: string }).code], [409, 'common.commandIdReused'])
      const missing = await client.send('POST', '/api/count', {
        headers: { 'x-command-id': 'no' },
        body: { by: 2 },
      })
      assert.equal((missing.body as { code: string }).code, 'common.commandIdMissing')
      const denied = await client.send('POST', '/api/count', { as: { permissions: new Set() }, body: { by: 2 } })
      assert.equal(denied.status, 403)
      const wrong = await client.send('POST', '/api/count', { body: { by: 'x' } })
      assert.equal(wrong.status, 400)
    }))
})
