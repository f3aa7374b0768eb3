import assert from 'node:assert/strict'
import { it } from 'node:test'
import { askRestored, keepDatabase } from '#tests/support/backup.ts'
import { expire } from './expire.ts'
import { readRules } from './policy.ts'
import { listPieces } from './wal-pieces.ts'
import { listBases } from './write-base.ts'

it('a base that the rules let go takes its packs and its log along, and the newest still restores to the last second', async () => {
  const kept = await keepDatabase()
  try {
    await kept.write(2000)
    const first = await kept.base('full')
    await kept.write(20_000)
    const second = await kept.base('full')
    await kept.write(300)
    await kept.caughtUp()
    const { line } = kept.keeper
    assert.ok(line)
    const names = async () => (await kept.vault.store.list(`${line.id}/packs/`)).map(({ name }) => name)
    const before = await names()
    const pieces = await listPieces(kept.vault, line.id)

    const rules = { ...readRules(), keep: { daily: 1, weekly: 1, monthly: 1 } }
    const gone = await expire(kept.vault, line, rules, new Date())
    assert.deepEqual(await listBases(kept.vault, line.id), [second.id])
    assert.equal(gone.bases, 1)
    const own = first.packs.filter((name) => !second.packs.includes(name))
    assert.ok(own.length > 0)
    const after = await names()
    assert.deepEqual(
      own.filter((name) => after.includes(name)),
      [],
    )
    assert.deepEqual(
      second.packs.filter((name) => !after.includes(name)),
      [],
    )
    assert.equal(before.length - after.length, gone.packs)
    const left = await listPieces(kept.vault, line.id)
    assert.ok(gone.pieces > 0 && left.length === pieces.length - gone.pieces)
    assert.ok(left.every(({ end }) => end > second.startLsn - line.segmentSize))

    const { folder } = await kept.restore()
    assert.deepEqual(await askRestored(folder, 'select count(*)::int as n from note'), [{ n: 22_300 }])
  } finally {
    await kept.close()
  }
})
