import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fuzzParsers } from './fuzz-parsers.ts'

// A slice of `npm run soak -- fuzz`.
it('every parser reads or refuses what it is given, and never breaks or hangs', async (test) => {
  const { inputs, faults, slowestMs, slowest, taken } = await fuzzParsers(23_000, 20261123)
  test.diagnostic(`${inputs} inputs, ${taken} taken, slowest ${slowest}: ${slowestMs} ms`)
  assert.deepEqual(faults, [])
  assert.ok(taken > inputs / 50 && taken < inputs)
})
