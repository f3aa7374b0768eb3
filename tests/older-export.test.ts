import assert from 'node:assert/strict'
import { appendFileSync, cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { type OpenServices, openServices } from '#app/open-services.ts'
import { exportAll, importAll, schemaOfExport } from '#modules/exit/index.ts'
import { checkLedger } from '#modules/ledger/index.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import { readConfig } from '#platform/config.ts'
import type { Db } from '#platform/context.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { migrationFiles } from '#platform/db/migrate.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { contextOf } from './support/laboratory.ts'
import { freshFolder, runProgram } from './support/program.ts'

/** The last change that the older program had: the newest that the store writes by, since it is the store of today that writes here. */
const last = '0421-last-dates-first.sql'
/** The first change that an export must have. */
const oldest = '0376-retention-of-the-journal.sql'
const olderSchema = async () => (await migrationFiles()).filter((name) => name <= last)

describe('an export made by an older program', { timeout: 900_000 }, () => {
  const root = freshFolder('lanong-older-')
  const [older, interrupted] = [join(root, 'export'), join(root, 'interrupted')]
  let found: readonly Resource[] = []
  const configOf = (dataDir: string) => readConfig({ LANONG_DATA_DIR: dataDir, LANONG_LOG_LEVEL: 'silent' })

  async function open<T>(
    folder: string,
    schema: readonly string[] | undefined,
    work: (services: OpenServices, owner: Db) => Promise<T>,
  ): Promise<T> {
    const services = await openServices(configOf(folder), schema ? { schema } : {})
    const owner = connect(pool(services.address, 2))
    try {
      return await work(services, owner)
    } finally {
      await owner.destroy()
      await services.close()
    }
  }
  const schemaIn = async (db: Db) =>
    (await sql<{ name: string }>`select name from migration order by name`.execute(db)).rows.map(
      ({ name }) => name,
    )

  async function checkWhole(folder: string): Promise<void> {
    await open(folder, undefined, async (services, owner) => {
      const ctx = contextOf(services)
      assert.deepEqual(services.migrated, [])
      assert.deepEqual(await schemaIn(owner), await migrationFiles())
      assert.deepEqual((await checkLedger(ctx)).faults, [])
      assert.deepEqual(await searchResources(ctx, 'Patient', { name: 'le thi man' }), found)
    })
  }

  before(async () => {
    await open(join(root, 'old'), await olderSchema(), async (services, owner) => {
      const ctx = contextOf(services)
      const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
      await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
      await commit(ctx, [
        { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Lê Thị Mận' }] } },
        { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Trần Văn Đào' }] } },
      ])
      found = await searchResources(ctx, 'Patient', { name: 'le thi man' })
      assert.equal(found.length, 1)
      await exportAll(ctx, owner, older, () => {})
      assert.equal((await schemaOfExport(older)).at(-1), last)
    })
  })
  after(() => rmSync(root, { recursive: true, force: true }))

  it('is taken in with the schema it left with, compared, and brought to the schema of this program', async () => {
    const folder = join(root, 'new')
    const done = await runProgram(['import', older], folder)
    assert.equal(done.code, 0, done.err)
    const newer = (await migrationFiles()).filter((name) => name > last)
    for (const name of newer) assert.ok(done.out.includes(name), `${name} in ${done.out}`)
    assert.match(done.out, /equal: \d+ files made again/)
    await checkWhole(folder)
    const again = await runProgram(['import', older], folder)
    assert.match(again.err, /\[exit\.notEmpty\]/)
  })

  it('goes on where it was broken off, before or after the comparison, and nothing changes the schema in between', async () => {
    const schema = await olderSchema()
    const inside = () =>
      open(interrupted, schema, (services, owner) =>
        importAll(contextOf(services), owner, older, {
          step: (what) => {
            if (what === place) throw new Error('broken off')
          },
        }),
      )
    let place = 'compare ledger'
    for (place of ['compare ledger', 'schema']) {
      await assert.rejects(inside(), /broken off/)
      await assert.rejects(openServices(configOf(interrupted)), { code: 'exit.underWay' })
      assert.deepEqual(await open(interrupted, schema, (_, owner) => schemaIn(owner)), schema)
    }
    const done = await runProgram(['import', older], interrupted)
    assert.equal(done.code, 0, done.err)
    await checkWhole(interrupted)
  })

  it('is refused by an installation that has another schema already, and one newer or too old by every program', async () => {
    const started = join(root, 'started')
    await open(started, undefined, async () => {})
    const other = await runProgram(['import', older], started)
    assert.deepEqual([other.code, /\[exit\.otherProgram\]/.test(other.err)], [1, true], other.err)

    const newer = join(root, 'newer')
    cpSync(older, newer, { recursive: true })
    appendFileSync(join(newer, 'tables', 'migration', '000000000000.ndjson'), '{"name":"9999-later.sql"}\n')
    const ancient = join(root, 'ancient')
    cpSync(older, ancient, { recursive: true })
    const names = (await olderSchema()).filter((name) => name < oldest).map((name) => JSON.stringify({ name }))
    writeFileSync(join(ancient, 'tables', 'migration', '000000000000.ndjson'), `${names.join('\n')}\n`)
    const untouched = join(root, 'untouched')
    const tooOld = await runProgram(['import', ancient], untouched)
    assert.deepEqual([tooOld.code, /\[exit\.olderProgram\]/.test(tooOld.err)], [1, true], tooOld.err)
    const refused = await runProgram(['import', newer], untouched)
    assert.deepEqual(
      [refused.code, /9999-later.*\[exit\.newerProgram\]/s.test(refused.err)],
      [1, true],
      refused.err,
    )
  })
})
