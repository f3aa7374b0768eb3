import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { baseId } from './base-manifest.ts'
import { basesToKeep } from './expire.ts'

const dayMs = 86_400_000
const now = new Date('2026-11-22T18:00:00Z')
const nightly = (days: number) =>
  Array.from({ length: days }, (_, n) => baseId(new Date(now.getTime() - n * dayMs))).sort()

describe('bases that are kept', () => {
  it('are the newest of each day, week and month that the rules name', () => {
    const kept = [...basesToKeep(nightly(400), { daily: 14, weekly: 8, monthly: 12 }, now)].sort()
    const days = kept.map((id) => `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}`)
    assert.deepEqual(
      days.slice(-14),
      nightly(14).map((id) => `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}`),
    )
    // Sundays before the last fourteen days, eight weeks with this one.
    for (const day of ['2026-11-08', '2026-11-01', '2026-10-25', '2026-10-18', '2026-10-11', '2026-10-04'])
      assert.ok(days.includes(day), day)
    // Last days of the months.
    for (const day of ['2026-10-31', '2026-09-30', '2026-02-28', '2025-12-31']) assert.ok(days.includes(day), day)
    assert.ok(!days.includes('2026-10-12'))
    assert.ok(!days.includes('2025-11-30'))
  })

  it('always hold the newest, even when it is old', () => {
    const old = baseId(new Date(now.getTime() - 900 * dayMs))
    assert.deepEqual([...basesToKeep([old], { daily: 14, weekly: 8, monthly: 12 }, now)], [old])
  })
})
