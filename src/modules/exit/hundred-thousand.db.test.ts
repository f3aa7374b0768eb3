import assert from 'node:assert/strict'
import { it } from 'node:test'
import { exitRun } from '#tests/proofs/exit-run.ts'

it('a hundred thousand resources leave and arrive, none lost, none altered', async () => {
  const run = await exitRun(100_000)
  assert.deepEqual(run.faults, [])
  assert.ok(run.rows > 300_000)
  assert.ok(run.equal > 40)
})
