// The heavy proofs. `npm run soak` all, `npm run soak -- kill 200` or `-- hostile 20000` one of them.
import { hostileRun } from '../tests/proofs/hostile-run.ts'
import { killUnderLoad } from '../tests/proofs/kill-under-load.ts'

const tell = (line: string) => void process.stdout.write(`  ${line}\n`)
const [which, given] = process.argv.slice(2)

const proofs: Readonly<Record<string, (count: number) => Promise<boolean>>> = {
  async kill(count) {
    const result = await killUnderLoad(count, tell)
    const starts = [...result.startMs].sort((a, b) => a - b)
    tell(
      `${result.kills} kills, ${result.acknowledged} acknowledged writes, ${result.lost.length} lost, ${result.halves.length} half; start after a kill: median ${starts[Math.floor(starts.length / 2)]} ms`,
    )
    return result.lost.length === 0 && result.halves.length === 0
  },
  async hostile(count) {
    const result = await hostileRun(count, 20261122)
    tell(
      `${result.sent} hostile requests: ${Object.entries(result.statuses)
        .map(([status, n]) => `${status} × ${n}`)
        .join(', ')}`,
    )
    for (const fault of result.faults.slice(0, 10)) tell(fault)
    return result.faults.length === 0
  },
}
const usual: Readonly<Record<string, number>> = { kill: 200, hostile: 20_000 }

let failed = 0
for (const [name, proof] of Object.entries(proofs)) {
  if (which && which !== name) continue
  process.stdout.write(`${name}\n`)
  if (!(await proof(Number(given ?? usual[name])))) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
