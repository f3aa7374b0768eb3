import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fhirOperations } from '#modules/fhir-operations/index.ts'
import { startTestDatabase } from '../support/cluster.ts'
import { withFhir } from '../support/fhir.ts'
import { type Attacked, attackFhir } from './hostile-fhir.ts'

/** Longest time of the processor that an attack may take at once. */
export const mostStallMs = 100

/** Every attack alone against the FHIR interface on a PostgreSQL of its own. */
export async function hostileStalls(): Promise<readonly Attacked[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-hostile-'))
  const cluster = await startTestDatabase(folder)
  process.env['LANONG_TEST_DATABASE'] = JSON.stringify(cluster.address)
  let told: readonly Attacked[] = []
  try {
    await withFhir(
      async (_send, _services, server) => {
        told = await attackFhir(server)
      },
      { operations: fhirOperations.fhirOperations ?? [] },
    )
    return told
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
