import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { asOwner, ownerPool } from '#tests/support/database.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import { differencesOf, picture } from './rehearse.ts'

it('an archived record that is rendered otherwise after the change is told file by file, and nothing else is', () =>
  withWholeApp(async (client) => {
    const base = contextOf(client.services)
    await givenArchivedRecord(client)
    const at = new Date()
    const ctx: Context = { ...base, now: () => at, newId: () => '00000000-0000-7000-8000-000000000000' }
    const owner = await ownerPool(ctx.db)
    try {
      const unread: string[] = []
      const taken = () => picture(ctx, owner, (what, reason) => unread.push(`${what}: ${reason}`))
      const before = await taken()
      const files = [...before.keys()].filter((what) => what.startsWith('record '))
      assert.ok(files.length > 3, files.join())
      assert.deepEqual(differencesOf(before, await taken()), [])

      // As if a change of the schema had altered when people were born.
      for (const table of ['resource', 'resource_version'])
        await asOwner(ctx.db, (db) =>
          sql`update ${sql.table(table)} set content = convert_to(
            regexp_replace(convert_from(content, 'UTF8'), '"birthDate":"[0-9]{4}', '"birthDate":"1901'), 'UTF8')
            where type = (select id from resource_type where name = 'Patient')`.execute(db),
        )
      const altered = differencesOf(before, await taken())
      assert.ok(altered.length > 0)
      for (const { what, before: was, after } of altered) {
        assert.match(what, /^record [\w-]+ /)
        assert.notEqual(was, after)
      }
      assert.ok(altered.length < files.length, 'files that tell no birth are as before')

      await asOwner(ctx.db, (db) => sql`delete from phrase`.execute(db))
      await asOwner(ctx.db, (db) => sql`delete from record_index`.execute(db))
      const lost = differencesOf(before, await taken())
      assert.ok(lost.some(({ what }) => what === 'rows of record_index'))
      assert.ok(lost.some(({ what, after }) => what.startsWith('record ') && after === 'is not there'))
      assert.deepEqual(unread, [])
    } finally {
      await owner.end()
    }
  }))
