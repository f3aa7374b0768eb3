import assert from 'node:assert/strict'
import { it } from 'node:test'
import { fhirOperations } from '#modules/fhir-operations/index.ts'
import { attackFhir } from './proofs/hostile-fhir.ts'
import { withFhir } from './support/fhir.ts'

const operations = fhirOperations.fhirOperations ?? []

// Stalls are told here and judged by `npm run soak -- hostile`.
it('hostile bodies are refused with a code that says why, hostile questions are bounded', async (test) => {
  await withFhir(
    async (send, _services, server) => {
      const told = await attackFhir(server)
      for (const { what, status, code, stallMs } of told)
        test.diagnostic(`${what}: ${status} ${code ?? ''}, ${stallMs} ms at once`)
      assert.deepEqual(
        told.filter(({ odd }) => odd).map(({ what, status }) => `${what}: ${status}`),
        [],
      )
      const alive = await send('GET', '/Patient/p')
      assert.deepEqual([alive.status, alive.body?.id], [200, 'p'])
    },
    { operations },
  )
})
