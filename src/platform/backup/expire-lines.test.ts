import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { it } from 'node:test'
import { givenLine } from '#tests/support/backup-line.ts'
import { expireLines } from './expire.ts'
import { listLines } from './line.ts'
import { folderStore } from './object-store.ts'
import { readRules } from './policy.ts'
import { ownVault } from './vault.ts'
import { listBases } from './write-base.ts'

const now = new Date('2026-11-23T18:00:00Z')
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)

it('lines of before go with their last base, when the line that is written has one', async () => {
  const root = mkdtempSync(join(tmpdir(), 'lanong-lines-'))
  try {
    const vault = await ownVault(folderStore(join(root, 'vault')), join(root, 'key'))
    const rules = { ...readRules(), keep: { daily: 14, weekly: 8, monthly: 12 } }
    const written = await givenLine(vault, 'written', ago(1), [])
    await givenLine(vault, 'old', ago(800), [ago(790), ago(700)])
    await givenLine(vault, 'young', ago(30), [ago(20), ago(2)])
    await givenLine(vault, 'never-had-a-base', ago(40), [])
    await givenLine(vault, 'just-begun', ago(2), [])
    const names = async () => (await listLines(vault)).map(({ id }) => id).sort()
    const all = await names()

    assert.equal(await expireLines(vault, written, rules, now), 0, 'all there is may be what must be restored')
    assert.deepEqual(await names(), all)

    await givenLine(vault, 'written', ago(1), [now])
    assert.equal(await expireLines(vault, written, rules, now), 2)
    assert.deepEqual(await names(), ['just-begun', 'written', 'young'])
    assert.deepEqual(await vault.store.list('old/'), [])
    assert.deepEqual(await vault.store.list('never-had-a-base/'), [])
    assert.equal((await listBases(vault, 'young')).length, 2)
  } finally {
    rmSync(root, { recursive: true })
  }
})
