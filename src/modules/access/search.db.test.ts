import assert from 'node:assert/strict'
import { it } from 'node:test'
import { accessRun } from '#tests/proofs/access-run.ts'

// Ten thousand stand in `npm run soak -- access`.
it('search finds, counts, orders and includes what read allows, for random rules, people and searches', async () => {
  const { partly, faults } = await accessRun(100, 20261123)
  assert.deepEqual(faults.slice(0, 5), [])
  assert.ok(partly > 12, `only ${partly} searches showed a part`)
})
