import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { askRestored, type Kept, keepDatabase } from '#tests/support/backup.ts'
import { freeMegabytes } from '../disk-room.ts'
import { keepFree } from './restore-room.ts'

const rowSums = `select count(*)::int as n, md5(string_agg(n || text, ',' order by n)) as sum from note`

describe('backup and restore', () => {
  let kept: Kept
  before(async () => {
    kept = await keepDatabase()
  })
  after(() => kept.close())

  it('brings back everything: rows after the base, documents and keys', async () => {
    writeFileSync(join(kept.dataDir, 'keys', 'one.key'), 'secret of the seal')
    await kept.write(2000)
    await kept.base()
    await kept.write(500)
    const document = await kept.putFile('written after the base')
    await kept.write(1)
    writeFileSync(join(kept.dataDir, 'keys', 'two.key'), 'another')
    await kept.caughtUp()
    const { rows } = await kept.db.query(rowSums)
    const restored = await kept.restore()
    assert.deepEqual(await askRestored(restored.folder, rowSums), rows)
    assert.equal(restored.documents, 2)
    const path = join(restored.folder, 'blobs', document.slice(0, 2), document.slice(2, 4), document)
    assert.equal(readFileSync(path, 'utf8'), 'written after the base')
    assert.equal(readFileSync(join(restored.folder, 'keys', 'one.key'), 'utf8'), 'secret of the seal')
    assert.equal(readFileSync(join(restored.folder, 'keys', 'two.key'), 'utf8'), 'another')
    assert.equal(existsSync(join(restored.folder, 'restore-unfinished')), false)
  })

  it('brings back the moment that is asked for, and not one commit more', async () => {
    await kept.write(10)
    await new Promise((next) => setTimeout(next, 1100))
    const { rows } = await kept.db.query<{ n: number }>('select count(*)::int as n from note')
    const moment = Date.now()
    await new Promise((next) => setTimeout(next, 1100))
    await kept.db.query('delete from note')
    await kept.write(3)
    await kept.caughtUp()
    const restored = await kept.restore({ to: moment }, 'moment')
    assert.deepEqual(await askRestored(restored.folder, 'select count(*)::int as n from note'), rows)
  })
})

describe('room for a restore', () => {
  it('beside a live system leaves so much free, or is refused before anything is written', async () => {
    const kept = await keepDatabase()
    try {
      await kept.base()
      await kept.caughtUp()
      const leaveMb = Math.ceil(freeMegabytes(kept.dataDir)) * 2
      const folder = join(kept.dataDir, '..', 'beside')
      await assert.rejects(kept.restore({}, 'beside', { leaveMb }), { code: 'backup.noRoom' })
      assert.deepEqual(readdirSync(folder), [])
      assert.ok((await kept.restore({}, 'beside', { leaveMb: 1 })).reachedLsn)
    } finally {
      await kept.close()
    }
  })

  it('is watched while files come, as documents lie in the backup smaller than they are', () => {
    const where = tmpdir()
    const free = freeMegabytes(where)
    keepFree([where], 0)()
    assert.throws(keepFree([where], free * 2), { code: 'backup.noRoom' })
  })
})

describe('backup of an external database', () => {
  it('is asked for by its URL, with a role that has REPLICATION and owns one database', async () => {
    const kept = await keepDatabase({ external: true })
    try {
      await kept.write(300)
      await kept.base()
      await kept.write(30)
      await kept.caughtUp()
      const { rows } = await kept.db.query(rowSums)
      const restored = await kept.restore()
      assert.deepEqual(await askRestored(restored.folder, rowSums, { user: 'keeper', database: 'hospital' }), rows)
    } finally {
      await kept.close()
    }
  })
})
