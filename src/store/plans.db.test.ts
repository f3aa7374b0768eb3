import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '#platform/http/command.ts'
import { withContext } from '#tests/support/database.ts'
import { commit } from './commit.ts'
import type { Change } from './types.ts'

const perCommit = 20
const commits = 15

function patients(from: number, gender: 'female' | 'male'): readonly Change[] {
  return Array.from({ length: perCommit }, (_, at) => ({
    kind: 'update',
    resource: { resourceType: 'Patient', id: `p${from + at}`, gender },
  }))
}

it('looks rows up by their key, also with plans that were made while the tables were empty', () =>
  withContext((outer) =>
    inTransaction(outer, async (ctx) => {
      for (const gender of ['female', 'male'] as const)
        for (let at = 0; at < commits; at++) await commit(ctx, patients(at * perCommit, gender))
      const { rows } = await sql<{ fetched: number }>`
        select idx_tup_fetch::int as fetched from pg_stat_xact_user_tables where relname = 'resource'`.execute(
        ctx.db,
      )
      const written = 2 * commits * perCommit
      // Each write is looked up a few times; by the facility alone it would be all that is stored, each time.
      assert.ok((rows[0]?.fetched ?? 0) <= 8 * written, `${rows[0]?.fetched} rows read for ${written} writes`)
      assert.ok((rows[0]?.fetched ?? 0) >= written / 2, 'the counter counts')
    }),
  ))
