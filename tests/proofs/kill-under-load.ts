import { rmSync } from 'node:fs'
import { freshFolder, startProgram, systemToken } from '../support/program.ts'
import { type Acknowledged, there, write } from './kill-writes.ts'
import { watchLedger } from './ledger-watch.ts'

export interface KillCount {
  readonly kills: number
  readonly acknowledged: number
  readonly lost: readonly string[]
  /** Bundles of which only a part was there. */
  readonly halves: readonly string[]
  /** Heads of the ledger seen after a kill, sizes at which it was another afterwards, acknowledged writes without a leaf. */
  readonly heads: number
  readonly forked: readonly number[]
  readonly unledgered: readonly string[]
  readonly startMs: readonly number[]
}

/**
 * Kills the server with SIGKILL at random moments under write load, starts it again, and looks for every write
 * that was acknowledged. Each write is a transaction bundle of two resources, so half of one would show. After each kill
 * the ledger must begin with every head seen before, and in the end hold the leaf of every acknowledged write.
 */
export async function killUnderLoad(kills: number, tell: (line: string) => void = () => {}): Promise<KillCount> {
  const dataDir = freshFolder()
  const acknowledged: Acknowledged[] = []
  const unanswered: Acknowledged[] = []
  const startMs: number[] = []
  const ledger = watchLedger()
  try {
    for (let round = 0; round < kills; round++) {
      const program = await startProgram(['demo', '--patients', '0'], dataDir, { LANONG_LOG_LEVEL: 'error' })
      startMs.push(program.startMs)
      const token = await systemToken(program.url)
      // Leaves get their places every few seconds: some rounds wait for it, so that there are heads to be kept.
      await ledger.look(program.url, round % 4 === 2)
      const before = acknowledged.length
      const load = Array.from({ length: 4 }, () => write(program.url, token, acknowledged, unanswered))
      // Every other round is killed in its first moments, the others once it has acknowledged something.
      if (round % 2 === 0) await until(() => acknowledged.length > before, 60_000)
      await new Promise((next) => setTimeout(next, 60 + Math.random() * 440))
      await program.kill()
      await Promise.all(load)
      if ((round + 1) % 20 === 0) tell(`${round + 1} kills, ${acknowledged.length} writes acknowledged`)
    }
    const program = await startProgram(['demo', '--patients', '0'], dataDir, { LANONG_LOG_LEVEL: 'error' })
    const token = await systemToken(program.url)
    const lost: string[] = []
    const halves: string[] = []
    for (const { ids } of acknowledged)
      for (const id of ids) if (!(await there(program.url, token, id))) lost.push(id)
    for (const { ids } of unanswered) {
      const found = await Promise.all(ids.map((id) => there(program.url, token, id)))
      if (new Set(found).size > 1) halves.push(ids.join(' '))
    }
    await ledger.look(program.url, true)
    const written = acknowledged.flatMap(({ ids }) => ids).filter((id) => !lost.includes(id))
    const unledgered = await ledger.without(program.url, token, written)
    await program.stop()
    const { heads, forked } = ledger
    return { kills, acknowledged: acknowledged.length, lost, halves, heads, forked, unledgered, startMs }
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function until(met: () => boolean, ms: number): Promise<void> {
  for (const end = Date.now() + ms; !met() && Date.now() < end; ) await new Promise((next) => setTimeout(next, 5))
}
