import assert from 'node:assert/strict'
import { it } from 'node:test'
import { adviceRun } from '#tests/proofs/access-advice.ts'

// A thousand stand in `npm run soak -- access`.
it('what is said to let somebody in does, when it is done', async () => {
  const { followed, acts, faults } = await adviceRun(60, 20261123)
  assert.deepEqual(faults.slice(0, 3), [])
  assert.equal(followed, 60)
  assert.ok(Object.keys(acts).length > 5, JSON.stringify(acts))
})
