import assert from 'node:assert/strict'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { pool } from '#platform/db/connect.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { damagePacks } from './support/damage-backup.ts'
import { freshFolder, runProgram } from './support/program.ts'

/** What an officer types, on an installation that is stopped: backup, drill, restore, update, way back. */
describe('the keeper of an installation', () => {
  const root = freshFolder('lanong-leaving-')
  const data = join(root, 'data')
  const elsewhere = { LANONG_BACKUP_ELSEWHERE: `file://${join(root, 'elsewhere')}` }
  const run = async (...words: string[]) => {
    const done = await runProgram([...words, '--json'], data, elsewhere)
    return { ...done, value: done.out.trim() === '' ? undefined : JSON.parse(done.out) }
  }
  const well = async (...words: string[]) => {
    const done = await run(...words)
    assert.equal(done.code, 0, `${words.join(' ')}: ${done.err} ${done.out.slice(0, 2000)}`)
    return done.value
  }
  const patients = (...ids: string[]) => {
    const file = join(root, `${ids.join('-')}.ndjson`)
    writeFileSync(
      file,
      ids.map((id) => JSON.stringify({ resourceType: 'Patient', id, name: [{ text: id }] })).join('\n'),
    )
    return file
  }
  async function ask<T extends object>(folder: string, question: string): Promise<readonly T[]> {
    const server = await startEmbedded(folder, { fsync: false })
    const db = pool(server.address, 1)
    try {
      return (await db.query<T>(question)).rows
    } finally {
      await db.end()
      await server.stop()
    }
  }
  const count = `select count(*)::int as n from resource where type = (select id from resource_type where name = 'Patient')`

  before(async () => {
    await well('import', patients('mot', 'hai', 'ba'))
    await well('backup', '--full')
  })
  after(() => rmSync(root, { recursive: true, force: true }))

  it('restores both copies aside and finds them whole', async () => {
    for (const copy of [[], ['--elsewhere']]) {
      const minutes = await well('backup', '--drill', ...copy)
      assert.deepEqual([minutes.ok, minutes.copy], [true, copy.length ? 'elsewhere' : 'here'])
      assert.ok(minutes.checks.length >= 5)
    }
  })

  it('restores into an empty folder', async () => {
    const folder = join(root, 'restored')
    await well('restore', folder)
    assert.deepEqual(await ask(folder, count), [{ n: 3 }])
  })

  it('rehearses an update on the backup and leaves the installation as it is', async () => {
    const same = await well('upgrade', '--rehearse')
    assert.deepEqual([same.ok, same.pending, same.differences], [true, [], []])
    assert.equal(existsSync(join(data, 'rehearsal')), false)
    await ask(data, 'drop table facility_import_file; drop table facility_import')
    await ask(data, `delete from migration where name like '0330-%'`)
    await well('backup')
    const due = await well('upgrade', '--rehearse')
    assert.deepEqual([due.ok, due.pending], [true, ['0330-whole-imports.sql']])
  })

  it('updates, and goes back to what was there before with one command', async () => {
    const done = await well('upgrade')
    assert.deepEqual(done.migrated, ['0330-whole-imports.sql'])
    await well('import', patients('bon'))
    const asked = await run('upgrade', '--rollback')
    assert.equal(asked.code, 1)
    assert.match(asked.err, /sets aside 1 changes of records.*--yes.*\[upgrade\.unconfirmed\]/)
    assert.deepEqual(await ask(data, count), [{ n: 4 }])
    const back = await well('upgrade', '--rollback', '--yes')
    assert.deepEqual(await ask(data, count), [{ n: 3 }])
    assert.deepEqual(await ask(data, `select 1 as here from migration where name like '0330-%'`), [])
    assert.deepEqual(await ask(back.aside, count), [{ n: 4 }])
  })

  it('finds in a drill that a copy was damaged, and says what', async () => {
    await well('backup', '--full')
    damagePacks(join(data, 'backup'))
    const { code, value } = await run('backup', '--drill')
    assert.deepEqual([code, value.ok], [1, false])
    assert.match(JSON.stringify(value.checks), /backup\.damaged/)
    assert.equal((await well('backup', '--drill', '--elsewhere')).ok, true)
  })
})
