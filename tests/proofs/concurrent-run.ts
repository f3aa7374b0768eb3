import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestDatabase } from '../support/cluster.ts'
import { withFhir } from '../support/fhir.ts'
import { conditionalCreates, countTogether, twoTogether } from './concurrent-writes.ts'

export interface ConcurrentResult {
  readonly wrongRounds: number
  readonly count: number
  readonly halves: number
  readonly refused: number
  readonly read: number
}

/** All of concurrent-writes.ts on a PostgreSQL of its own; `rounds` of 64 conditional creates each. */
export async function concurrentRun(rounds: number): Promise<ConcurrentResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-concurrent-'))
  const cluster = await startTestDatabase(folder)
  process.env['LANONG_TEST_DATABASE'] = JSON.stringify(cluster.address)
  let result: ConcurrentResult = { wrongRounds: -1, count: 0, halves: 0, refused: 0, read: 0 }
  try {
    await withFhir(async (send) => {
      const wrongRounds = await conditionalCreates(send, rounds)
      const { count } = await countTogether(send)
      result = { wrongRounds, count, ...(await twoTogether(send, Math.max(8, Math.round(rounds / 10)))) }
    })
    return result
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
