import assert from 'node:assert/strict'
import { it } from 'node:test'
import { attackFhir } from './proofs/hostile-fhir.ts'
import { withFhir } from './support/fhir.ts'

// Stalls are told, and judged loosely: a machine that runs other tests beside this one stands still by itself.
const mostStallMs = 2_000

it('hostile bodies are refused with a code that says why, and nothing stands still', async (test) => {
  await withFhir(async (send) => {
    const told = await attackFhir(send)
    for (const { what, status, code, stallMs } of told)
      test.diagnostic(`${what}: ${status} ${code}, ${stallMs} ms`)
    assert.deepEqual(
      told.filter(({ odd }) => odd).map(({ what }) => what),
      [],
    )
    assert.deepEqual(
      told.filter(({ stallMs }) => stallMs > mostStallMs).map(({ what }) => what),
      [],
    )
    const alive = await send('GET', '/Patient/p')
    assert.deepEqual([alive.status, alive.body?.id], [200, 'p'])
  })
})
