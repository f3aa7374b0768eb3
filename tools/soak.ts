// The heavy proofs. `npm run soak` all but those that need root; `npm run soak -- kill 200`, `-- kill-ward 500`, `-- hostile 20000`,
// `-- concurrent 1000`, `-- memory 60` (minutes), `-- alterations 10000`, `-- ward 10000` (and a seed, to run it in pieces),
// `-- exit 10000000 20` (resources, kills), `-- access 10000`, `-- backup-kill 200`, `-- fuzz 1000000` one of them;
// `-- grow 1000000 docs/growth.svg`, where the drawing of the growth may be left out; `-- slow-disk 60` (seconds) and `-- clock 1`
// (rounds), as root on Debian; `-- forms 11/BV1 29/BV2` some forms, `-- forms resume` goes on with a run that was broken off,
// `-- forms renew` (with names or without) takes what is printed now as the goldens.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adviceRun } from '../tests/proofs/access-advice.ts'
import { accessRun } from '../tests/proofs/access-run.ts'
import { alterHospitals } from '../tests/proofs/alterations-run.ts'
import { killBackups } from '../tests/proofs/backup-kill.ts'
import { concurrentRun } from '../tests/proofs/concurrent-run.ts'
import { killExits } from '../tests/proofs/exit-kill.ts'
import { exitRun } from '../tests/proofs/exit-run.ts'
import { proveForms } from '../tests/proofs/forms-run.ts'
import { fuzzEndpoints } from '../tests/proofs/fuzz/fuzz-endpoints.ts'
import { fuzzParsers } from '../tests/proofs/fuzz/fuzz-parsers.ts'
import { hostileRun } from '../tests/proofs/hostile-run.ts'
import { hostileStalls, mostStallMs } from '../tests/proofs/hostile-stalls.ts'
import { killUnderLoad } from '../tests/proofs/kill-under-load.ts'
import { killWard } from '../tests/proofs/kill-ward.ts'
import { growthAnHour, memoryRun } from '../tests/proofs/memory-run.ts'
import { clockOfAll, setClocks } from '../tests/proofs/set-clock.ts'
import { slowDiskRun } from '../tests/proofs/slow-disk-run.ts'
import { wardRun } from '../tests/proofs/ward-run.ts'
import { startTestDatabase } from '../tests/support/cluster.ts'
import { systemToken } from '../tests/support/program.ts'
import { grow } from './bench/grow.ts'
import { startBenchServer } from './bench/processes.ts'

const tell = (line: string) => void process.stdout.write(`  ${line}\n`)
const [which, given, third] = process.argv.slice(2)

async function onCluster<T>(work: () => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-soak-'))
  const cluster = await startTestDatabase(folder)
  process.env['LANONG_TEST_DATABASE'] = JSON.stringify(cluster.address)
  try {
    return await work()
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function killedExits(kills: number): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-soak-'))
  try {
    const done = await killExits(root, { kills, resources: 100_000 }, tell)
    tell(
      `${done.exportKills} exports and ${done.importKills} imports killed in the middle, ${done.rows} rows, ${done.equal} files equal`,
    )
    for (const fault of done.faults) tell(fault)
    return done.faults.length === 0 && done.exportKills > 0 && done.importKills > 0
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const proofs: Readonly<Record<string, (count: number) => Promise<boolean>>> = {
  access: (count) =>
    onCluster(async () => {
      const { compared, partly, faults } = await accessRun(count, 20261123)
      tell(
        `${compared} random rules, people and searches: ${partly} showed a part; ${faults.length} differ from reads`,
      )
      const advice = await adviceRun(Math.ceil(count / 10), 20261123)
      tell(
        `${advice.followed} pieces of advice followed, ${advice.hopeless} refusals that nothing opens; ${advice.faults.length} did not open: ${JSON.stringify(advice.acts)}`,
      )
      for (const fault of [...faults, ...advice.faults].slice(0, 10)) tell(fault)
      return faults.length + advice.faults.length === 0
    }),
  /** Server or database killed under writes, exchanged beds and signatures. */
  async 'kill-ward'(count) {
    const result = await killWard(count, tell)
    const back = [...result.recoveryMs].sort((a, b) => a - b)
    tell(
      `${result.kills[0]} kills of the server, ${result.kills[1]} of the database; acknowledged: ${result.writes} bundles, ${result.swaps} exchanges of beds, ${result.signed} signed entries; ${result.lost.length} lost, ${result.halves.length} half, ${result.forked.length} heads not kept, ${result.unledgered.length} without a leaf; back after median ${back[Math.floor(back.length / 2)]} ms, at most ${back.at(-1)} ms`,
    )
    for (const fault of [...result.lost, ...result.halves].slice(0, 10)) tell(fault)
    return result.lost.length + result.halves.length + result.forked.length + result.unledgered.length === 0
  },
  async kill(count) {
    const result = await killUnderLoad(count, tell)
    const starts = [...result.startMs].sort((a, b) => a - b)
    tell(
      `${result.kills} kills, ${result.acknowledged} acknowledged writes, ${result.lost.length} lost, ${result.halves.length} half; ledger: ${result.heads} heads seen, ${result.forked.length} not kept, ${result.unledgered.length} writes without a leaf; start after a kill: median ${starts[Math.floor(starts.length / 2)]} ms`,
    )
    const { lost, halves, forked, unledgered } = result
    return lost.length + halves.length + forked.length + unledgered.length === 0
  },
  async hostile(count) {
    const result = await hostileRun(count, 20261122)
    tell(
      `${result.sent} hostile requests: ${Object.entries(result.statuses)
        .map(([status, n]) => `${status} × ${n}`)
        .join(', ')}`,
    )
    for (const fault of result.faults.slice(0, 10)) tell(fault)
    const attacked = await hostileStalls()
    for (const { what, status, code, stallMs } of attacked)
      tell(`${what}: ${status} ${code ?? ''}, ${stallMs} ms of the processor at once`)
    const bad = attacked.filter(({ odd, stallMs }) => odd || stallMs > mostStallMs)
    for (const { what, status, stallMs } of bad) tell(`not as it should be: ${what}, ${status}, ${stallMs} ms`)
    return result.faults.length === 0 && bad.length === 0
  },
  async concurrent(rounds) {
    const result = await concurrentRun(rounds)
    tell(
      `${rounds} rounds of 64 conditional creates: ${result.wrongRounds} not exactly one; 64 writers of one number: ${result.count}; ${result.read} pairs read, ${result.halves} half, ${result.refused} transactions refused; ${result.dangling} references to what was deleted at that moment`,
    )
    const { wrongRounds, count, halves, refused, dangling, odd } = result
    return wrongRounds + halves + refused + dangling + odd === 0 && count === 64
  },
  grow: (resources) => grow(resources, tell, third),
  /** So many minutes of a steady load; whether memory keeps growing after the first third. */
  async memory(minutes) {
    const folder = mkdtempSync(join(tmpdir(), 'lanong-memory-'))
    const server = await startBenchServer(join(folder, 'data'))
    try {
      const token = () => systemToken(server.url)
      const run = await memoryRun({ ...server, token }, { minutes, perSecond: memoryLoad }, tell)
      const [ours, postgres] = [growthAnHour(run.readings, 'server'), growthAnHour(run.readings, 'postgres')]
      tell(
        `${run.requests} requests, ${run.odd} answered otherwise; growth an hour: server ${ours.toFixed(1)} MB, PostgreSQL ${postgres.toFixed(1)} MB`,
      )
      return run.odd === 0 && ours < mostGrowth && postgres < mostGrowth
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
  /** An exported hospital altered in every way, on a throw-away PostgreSQL. */
  alterations: (count) =>
    onCluster(async () => {
      const { tried, missed } = await alterHospitals(count, 20261122, tell)
      for (const [kind, times] of Object.entries(tried)) tell(`${kind}: ${times}`)
      for (const one of missed.slice(0, 20)) tell(`NOT found or not named: ${one}`)
      tell(`${count} alterations, ${missed.length} not found or not named`)
      return missed.length === 0
    }),
  /** Sequences of acts on beds and stays against a small model, on a throw-away PostgreSQL. */
  ward: (count) =>
    onCluster(async () => {
      const result = await wardRun(count, Number(third ?? 20261122), (n) => {
        if (n % 500 === 0) tell(`${n} of ${count} sequences`)
      })
      for (const fault of result.faults.slice(0, 20)) tell(`not as the model: ${fault}`)
      tell(
        `${count} sequences, ${result.acts} acts, ${result.done} done, ${result.faults.length} not as the model`,
      )
      return result.faults.length === 0
    }),
  /** Backups and restores killed at random moments; what is left must restore whole. */
  async 'backup-kill'(count) {
    const { backups, restores, done, compared, faults } = await killBackups(count, tell)
    tell(
      `${backups} backups and ${restores} restores killed (${done} were done before), ${compared} times restored to the last second and compared: ${faults.length} faults`,
    )
    for (const fault of faults) tell(fault)
    return faults.length === 0
  },
  /** So many resources out of one installation into a new one and out again, on a throw-away PostgreSQL. */
  exit: (count) =>
    onCluster(async () => {
      const { resources, rows, equal, faults, seconds, megabytes } = await exitRun(count, tell)
      tell(
        `${resources} resources, ${rows} rows, ${megabytes} MB: out twice ${seconds.out.toFixed(0)} s, in and compared ${seconds.in.toFixed(0)} s, verified twice ${seconds.verify.toFixed(0)} s; ${equal} files equal, ${faults.length} faults`,
      )
      for (const fault of faults) tell(fault)
      return faults.length === 0 && (await killedExits(Number(third ?? 10)))
    }),
  /** Inputs against every parser, and a tenth as many requests against every address. */
  async fuzz(count) {
    const parsed = await fuzzParsers(Math.ceil(count * 0.9), Number(third ?? 20261123))
    tell(
      `${parsed.inputs} inputs to ${parsed.parsers} parsers in ${parsed.seconds} s, ${parsed.taken} taken, slowest ${parsed.slowest} ${parsed.slowestMs} ms, heap ${parsed.growthMb} MB more, process ${parsed.residentMb.join(' → ')} MB`,
    )
    const asked = await onCluster(() => fuzzEndpoints(Math.floor(count * 0.1), Number(third ?? 20261123), tell))
    tell(
      `${asked.requests} requests at ${asked.addresses} addresses in ${asked.seconds} s, slowest ${asked.slowest} ${asked.slowestMs} ms, heap ${asked.growthMb} MB more, process ${asked.residentMb.join(' → ')} MB: ${JSON.stringify(asked.statuses)}`,
    )
    const faults = [...parsed.faults, ...asked.faults]
    for (const fault of faults.slice(0, 30)) tell(fault)
    return faults.length === 0 && Math.max(parsed.growthMb, asked.growthMb) < mostHeapGrowthMb
  },
  /** The clock of the server, its processes and its database set forth and back, so many rounds; root on Debian. */
  async clock(rounds) {
    let bad = 0
    for (let round = 0; round < rounds; round++) {
      const { steps, forked, written, without, stopped } = await setClocks(clockOfAll, tell)
      tell(
        `${written} writes, ${without.length} without a leaf, ${forked.length} heads not kept, ended with ${stopped}`,
      )
      bad += steps.flatMap(({ faults }) => faults).length + forked.length + without.length + Number(stopped !== 0)
    }
    return bad === 0
  },
  /** So many seconds of writes on a disk that takes 5 ms to read and 80 ms to write, kill -9, a new start; root on Debian. */
  async 'slow-disk'(seconds) {
    const run = await slowDiskRun(seconds, [5, 80], tell)
    tell(
      `${run.acknowledged} acknowledged, others ${JSON.stringify(run.others)}, median ${run.medianMs} ms, longest ${run.longestMs} ms; after kill -9 ready in ${run.againMs} ms, ${run.lost.length} lost, ${run.without.length} without a leaf`,
    )
    return run.acknowledged > 0 && run.lost.length + run.without.length === 0
  },
  /** Every form, on a throw-away PostgreSQL; writes docs/forms-proof.md. */
  forms: () => onCluster(() => proveForms(process.argv.slice(3), tell)),
}
/** Requests a second of the load under which memory is watched. */
const memoryLoad = 150
/** MB of the heap that caches may take while a million inputs are read. */
const mostHeapGrowthMb = 64
/** MB an hour that go for noise. */
const mostGrowth = 25

const usual: Readonly<Record<string, number>> = {
  access: 10_000,
  kill: 200,
  'kill-ward': 500,
  hostile: 20_000,
  concurrent: 1000,
  alterations: 10_000,
  grow: 1_000_000,
  memory: 60,
  ward: 10_000,
  'backup-kill': 200,
  exit: 1_000_000,
  fuzz: 1_000_000,
  clock: 1,
  'slow-disk': 60,
  forms: 0,
}

/** They mount a disk and install packages: only when asked for. */
const ofRoot = new Set(['slow-disk', 'clock'])

let failed = 0
for (const [name, proof] of Object.entries(proofs)) {
  if (which ? which !== name : ofRoot.has(name)) continue
  process.stdout.write(`${name}\n`)
  if (!(await proof(Number(given ?? usual[name])))) failed += 1
}
process.exitCode = failed === 0 ? 0 : 1
