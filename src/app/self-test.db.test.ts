import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { asOwner, withServices } from '#tests/support/database.ts'
import type { OpenServices } from './open-services.ts'
import { selfTest } from './self-test.ts'

it('the doctor of a program says when the running server is older or newer, and what to do', async () => {
  await withServices(async (services) => {
    const asked = async () => {
      const parts = await selfTest(services as OpenServices, () => {})
      return parts.find(({ part }) => part === 'schema of the database')
    }
    const last = (await asked())?.note ?? ''
    assert.match(last, /^\d{4}-.+\.sql$/)
    await asOwner(services.db, (owner) => sql`delete from migration where name = ${last}`.execute(owner))
    const older = await asked()
    assert.deepEqual([older?.ok, older?.note.includes(`1 changes wait (${last})`)], [false, true], older?.note)
    await asOwner(services.db, (owner) =>
      sql`insert into migration (name) values (${last}), ('9999-of-tomorrow.sql')`.execute(owner),
    )
    const newer = await asked()
    assert.deepEqual([newer?.ok, newer?.note.includes('9999-of-tomorrow.sql')], [false, true], newer?.note)
  })
})
