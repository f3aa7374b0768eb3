import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fuzzEndpoints } from './proofs/fuzz/fuzz-endpoints.ts'

// A slice of `npm run soak -- fuzz`: every address some times.
it('every address answers odd requests without a 5xx and soon', async (test) => {
  const { addresses, requests, statuses, faults, slowestMs } = await fuzzEndpoints(1500, 20261123)
  test.diagnostic(
    `${requests} requests at ${addresses} addresses, slowest ${slowestMs} ms: ${JSON.stringify(statuses)}`,
  )
  assert.deepEqual(faults, [])
})
