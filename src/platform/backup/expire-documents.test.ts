import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { askRestored, type Kept, keepDatabase } from '#tests/support/backup.ts'
import { blobPath } from './blob-journal.ts'
import { expire } from './expire.ts'
import { expireDocuments } from './expire-documents.ts'
import { readRules } from './policy.ts'

const dayMs = 86_400_000
const rules = { ...readRules(), keep: { daily: 2, weekly: 0, monthly: 0 } }

function destroy(kept: Kept, hash: string): void {
  rmSync(blobPath(join(kept.dataDir, 'blobs'), hash))
}

/** A base, and the rules let all go that was before it. */
async function onlyNewBase(kept: Kept): Promise<void> {
  await sleep(1100) // bases are named by their second
  await kept.base()
  const { line } = kept.keeper
  assert.ok(line)
  await expire(kept.vault, line, rules, new Date(Date.now() + 5 * dayMs))
}

it('a destroyed document leaves the backup when no base and no log that is kept wants it, and no other does', async () => {
  const kept = await keepDatabase()
  try {
    const places = { vault: kept.vault, others: [], blobFolder: join(kept.dataDir, 'blobs') }
    const there = async (hash: string) => (await kept.vault.read(kept.vault.blobName(hash))) !== undefined
    const stays = await kept.putFile('stays')
    const inBase = await kept.putFile('stands in the list of a base')
    await kept.write(1)
    await kept.caughtUp()
    await kept.base()
    const between = await kept.putFile('came and was destroyed between two bases')
    await kept.write(1)
    await kept.caughtUp()
    destroy(kept, inBase)
    destroy(kept, between)
    assert.equal(await expireDocuments(places, rules, new Date()), 0)
    assert.deepEqual([await there(between), await there(inBase)], [true, true])
    assert.equal((await kept.restore({}, 'first')).documents, 4, 'the log still speaks of it')

    await onlyNewBase(kept)
    assert.equal(await expireDocuments(places, rules, new Date()), 1)
    assert.deepEqual([await there(between), await there(inBase)], [false, true], 'the other is noted only now')
    assert.equal(await expireDocuments(places, rules, new Date()), 0)

    await onlyNewBase(kept)
    assert.equal(await expireDocuments(places, rules, new Date()), 1)
    assert.deepEqual([await there(inBase), await there(stays)], [false, true])
    await kept.write(1)
    await kept.caughtUp()
    const restored = await kept.restore({}, 'last')
    assert.equal(restored.documents, 2)
    assert.deepEqual(await askRestored(restored.folder, 'select count(*)::int as n from note'), [{ n: 3 }])
  } finally {
    await kept.close()
  }
})
