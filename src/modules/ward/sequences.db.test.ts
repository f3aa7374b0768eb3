import assert from 'node:assert/strict'
import { it } from 'node:test'
import { wardRun } from '../../../tests/proofs/ward-run.ts'

// A slice of `npm run soak -- ward`.
it('random admissions, moves, swaps, leaves, transfers, discharges and cancellations agree with the model', async () => {
  const { done, faults } = await wardRun(60, 20261122)
  assert.ok(done > 100)
  assert.deepEqual(faults, [])
})
