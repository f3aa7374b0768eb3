import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { killBackups } from './proofs/backup-kill.ts'
import { hostileRun } from './proofs/hostile-run.ts'
import { killUnderLoad } from './proofs/kill-under-load.ts'
import { killWard } from './proofs/kill-ward.ts'

// A slice of `npm run soak`; the full figures are in docs/performance.md.
describe('a slice of the heavy proofs', () => {
  it('loses no acknowledged write, keeps no half of one and no other ledger over three kills', async () => {
    const result = await killUnderLoad(3)
    assert.ok(result.acknowledged > 0)
    assert.deepEqual([result.lost, result.halves], [[], []])
    assert.deepEqual([result.forked, result.unledgered], [[], []])
    assert.ok(result.heads > 0)
  })

  it('keeps every exchange of beds and every signature when server and database are killed', async () => {
    const result = await killWard(3)
    assert.ok(result.swaps > 0 && result.signed > 0)
    assert.deepEqual(result.kills, [2, 1])
    assert.deepEqual([result.lost, result.halves, result.forked, result.unledgered], [[], [], [], []])
  })

  it('restores to the last second after ten backups and restores were killed', async () => {
    const { faults, compared } = await killBackups(10)
    assert.deepEqual(faults, [])
    assert.equal(compared, 1)
  })

  it('answers 1,500 hostile requests without a 5xx', async () => {
    const result = await hostileRun(1500, 7)
    assert.deepEqual(result.faults, [])
    assert.equal(
      Object.values(result.statuses).reduce((sum, n) => sum + n, 0),
      1500,
    )
  })
})
