import assert from 'node:assert/strict'
import { it } from 'node:test'
import { expire } from '#platform/backup/expire.ts'
import { readRules } from '#platform/backup/policy.ts'
import { listBases } from '#platform/backup/write-base.ts'
import { keepDatabase } from '#tests/support/backup.ts'
import { holdTurn } from './hold-turn.ts'
import { kindOfNext } from './take-base.ts'

it('a base shares with the newest one until what they share is a term old, also when the full one is gone', async () => {
  const kept = await keepDatabase()
  try {
    await kept.write(2000)
    const full = await kept.base('full')
    const line = kept.keeper.line
    assert.ok(line)
    const rules = { ...readRules(), keep: { daily: 1, weekly: 1, monthly: 1 } }
    const next = (now: Date, fullEveryDays: number) =>
      kindOfNext(kept.vault, line.id, { ...rules, base: { ...rules.base, fullEveryDays } }, now)
    const newer = await kept.base('incremental')
    assert.ok(newer.id > full.id, 'bases of one second have names of their own')
    await expire(kept.vault, line, rules, new Date())
    assert.deepEqual(await listBases(kept.vault, line.id), [newer.id])
    assert.equal(await next(new Date(), 7), 'incremental')
    const inSevenDays = new Date(Date.parse(full.startedAt) + 7 * 86_400_000)
    assert.equal(await next(inSevenDays, 8), 'incremental')
    assert.equal(await next(inSevenDays, 7), 'full')
  } finally {
    await kept.close()
  }
})

it('one at a time takes a base, tries it or takes old ones away; who waits says so once', async () => {
  const kept = await keepDatabase()
  try {
    const order: string[] = []
    const first = await holdTurn(kept.dataDir)
    const second = holdTurn(kept.dataDir, { waits: () => order.push('waits') }).then((turn) => {
      order.push('second')
      return turn.release()
    })
    const given = new AbortController()
    const third = holdTurn(kept.dataDir, { signal: given.signal })
    given.abort()
    await assert.rejects(third, { name: 'AbortError' })
    await new Promise((settle) => setTimeout(settle, 1200))
    order.push('first')
    await first.release()
    await second
    assert.deepEqual(order, ['waits', 'first', 'second'])
  } finally {
    await kept.close()
  }
})
