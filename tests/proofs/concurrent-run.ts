import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestDatabase } from '../support/cluster.ts'
import { withFhir } from '../support/fhir.ts'
import { conditionalCreates, countTogether, deleteWhileReferring, twoTogether } from './concurrent-writes.ts'

export interface ConcurrentResult {
  readonly wrongRounds: number
  readonly count: number
  readonly halves: number
  readonly refused: number
  readonly read: number
  /** Deleted, and referred to all the same. */
  readonly dangling: number
  /** Answers to those who delete and refer at once that say neither. */
  readonly odd: number
}

/** All of concurrent-writes.ts on a PostgreSQL of its own; `rounds` of 64 conditional creates each. */
export async function concurrentRun(rounds: number): Promise<ConcurrentResult> {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-concurrent-'))
  const cluster = await startTestDatabase(folder)
  process.env['LANONG_TEST_DATABASE'] = JSON.stringify(cluster.address)
  let result: ConcurrentResult | undefined
  try {
    await withFhir(async (send) => {
      const wrongRounds = await conditionalCreates(send, rounds)
      const { count } = await countTogether(send)
      const few = Math.max(8, Math.round(rounds / 10))
      const halves = await twoTogether(send, few)
      result = { wrongRounds, count, ...halves, ...(await deleteWhileReferring(send, few)) }
    })
    if (!result) throw new Error('nothing was proved')
    return result
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
