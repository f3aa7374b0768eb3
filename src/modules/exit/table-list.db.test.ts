import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { asOwner, withContext } from '#tests/support/database.ts'
import { leavingTables, tableWords } from './table-list.ts'

/** Columns whose names sound like a secret and that are none. */
const harmless = new Set([
  'account.password_changed_at',
  'search_text.token',
  'account.short_password',
  'code_list_load.file_hash',
  'published_form.hash',
])
const sounds = /password|secret|_pin|pin_|token|private|(^|_)(code|id|state|pin|password|token|secret)_hash$/

describe('tables that leave the house', () => {
  it('are all told in words of both languages', () =>
    withContext(async (ctx) => {
      const words = tableWords()
      const { rows } = await sql<{ name: string }>`
        select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`.execute(
        ctx.db,
      )
      const untold = rows
        .filter(({ name }) => !(words.get(name)?.vi && words.get(name)?.en))
        .map(({ name }) => name)
      assert.deepEqual(untold, [], 'say in data/exit/tables.tsv what these tables are and whether they leave')
    }))

  it('carry no secret, and can be filled without what is left out', () =>
    withContext((ctx) =>
      asOwner(ctx.db, async (owner) => {
        const tables = await leavingTables(owner)
        const odd = tables.flatMap(({ name, columns }) =>
          columns.map((one) => `${name}.${one.name}`).filter((one) => sounds.test(one.split('.')[1] ?? '')),
        )
        assert.deepEqual(
          odd.filter((one) => !harmless.has(one)),
          [],
        )
        for (const { name, omit } of tables.filter(({ treatment }) => treatment !== 'program')) {
          const { rows } = await sql<{ column: string }>`
            select attname as column from pg_attribute
            where attrelid = ${name}::regclass and attname = any(${[...omit]}) and attnotnull`.execute(owner)
          assert.deepEqual(rows, [], name)
        }
      }),
    ))
})
