import assert from 'node:assert/strict'
import { chmodSync, chownSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { AppError } from '#kernel/app-error.ts'
import { readConfig } from '#platform/config.ts'
import { pool } from '#platform/db/connect.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { freshFolder } from '#tests/support/program.ts'
import { openServices } from '../open-services.ts'
import { rollBack } from './rollback.ts'
import { readWayBack } from './way-back.ts'

const undone = '0330-whole-imports.sql'

describe('a start of a newer program', () => {
  const parent = freshFolder('lanong-newer-')
  const data = join(parent, 'data')
  const config = readConfig({ LANONG_DATA_DIR: data, LANONG_LOG_LEVEL: 'silent' })

  async function ask(...questions: string[]): Promise<readonly object[]> {
    const server = await startEmbedded(data, { fsync: false })
    const db = pool(server.address, 1)
    try {
      let rows: readonly object[] = []
      for (const question of questions) rows = (await db.query<object>(question)).rows
      return rows
    } finally {
      await db.end()
      await server.stop()
    }
  }
  const older = [
    'drop table facility_import_file; drop table facility_import',
    `delete from migration where name = '${undone}'`,
  ]
  const isHere = async () => (await ask(`select name from migration where name = '${undone}'`)).length === 1
  const somebody = `insert into account (facility, id, user_name, kind, name, created_at)
    values (1, gen_random_uuid(), 'bs.hoa', 'person', 'Lê Thị Hòa', now())`

  before(async () => {
    chmodSync(parent, 0o755)
    mkdirSync(data, { recursive: true })
    if (process.getuid?.() === 0) chownSync(data, 65534, 65534)
    await (await openServices(config)).close()
  })
  after(() => rmSync(parent, { recursive: true, force: true }))

  it('changes an installation without data as it is', async () => {
    await ask(...older)
    const services = await openServices(config)
    await services.close()
    assert.deepEqual([services.migrated, readWayBack(data)], [[undone], undefined])
  })

  it('leaves an external database with data alone until somebody says so', async () => {
    await ask(somebody, ...older)
    const server = await startEmbedded(data, { fsync: false })
    const { host = '', user = '', database = '' } = server.address
    const databaseUrl = `postgresql://${user}@${encodeURIComponent(host)}/${database}`
    const outside = { ...config, dataDir: join(parent, 'outside'), databaseUrl }
    try {
      await assert.rejects(openServices(outside), (error) => {
        assert.ok(error instanceof AppError)
        assert.deepEqual([error.code, error.details], ['upgrade.askFirst', { changes: 1, first: undone }])
        return true
      })
      const services = await openServices(outside, { migrates: true })
      await services.close()
      assert.deepEqual(services.migrated, [undone])
    } finally {
      await server.stop()
    }
  })

  it('takes a base of an installation with data, and what was there can be put back', async () => {
    await ask(...older, `update facility set name = 'before'`)
    const steps: string[] = []
    const services = await openServices(config, { step: (what) => void steps.push(what) })
    await services.close()
    assert.deepEqual(services.migrated, [undone])
    const note = readWayBack(data)
    assert.deepEqual([note?.pending, typeof note?.finishedAt], [[undone], 'string'])
    assert.ok(steps.length > 0)
    await ask(`update facility set name = 'after'`)
    await rollBack(config, { step: () => {}, confirm: async () => true })
    assert.deepEqual(await ask('select name from facility'), [{ name: 'before' }])
    assert.equal(await isHere(), false)
  })

  it('takes no second base when nothing is to be changed', async () => {
    await (await openServices(config)).close()
    const noted = readWayBack(data)
    await (await openServices(config)).close()
    assert.deepEqual(readWayBack(data), noted)
  })
})
