// How fast the store is beside what PostgreSQL and HTTP themselves do, all in one run on this machine.
//   npm run bench [-- --seconds 4 --warm 20 --rounds 2 --patients 100 --only import,read,search,chart,crud,least --shapes "token code,_include" --write]
// `--write` puts the table into docs/performance.md. Read the shares, never the absolute figures.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureLeast } from './bench/least.ts'
import { hasHarness, makeBundles, startBenchServer, startNullServer } from './bench/processes.ts'
import { type Row, rawCrud, rawTps, searchRows, shareRow, table } from './bench/rows.ts'
import { type Bench, runHarness, runRaw, runReads } from './bench/workloads.ts'

const { values: given } = parseArgs({
  options: {
    seconds: { type: 'string', default: '4' },
    warm: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '2' },
    patients: { type: 'string', default: '100' },
    only: { type: 'string', default: 'import,read,search,chart,crud,least' },
    shapes: { type: 'string' },
    data: { type: 'string' },
    profile: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
})
const say = (line: string) => void process.stdout.write(`${line}\n`)
const wanted = new Set(given.only.split(','))

/** In this order: the mix of writes comes last, as what it leaves behind is searched through too. */
const measurements: Readonly<Record<string, (bench: Bench) => Promise<readonly Row[]>>> = {
  async read(bench) {
    const empty = await startNullServer()
    const { ours, ceiling } = await runReads(bench, empty.base).finally(() => empty.stop())
    const mean = (of: readonly { rps: number }[]) => of.reduce((sum, one) => sum + one.rps, 0) / of.length
    return [
      shareRow('read by id, 16 connections', {
        ...{ ours: ours[0]?.rps ?? 0, again: ours[1]?.rps ?? 0, limit: mean(ceiling), goal: 0.7, floor: 0.4 },
        ...{ unit: 'req/s', limitUnit: 'null server/s' },
      }),
    ]
  },
  async search(bench) {
    const raw = await runRaw(bench, 'SEARCH')
    const shapes = given.shapes ? ['--shapes', given.shapes] : []
    const each = String(Math.max(1, Math.round(bench.seconds / 2)))
    return searchRows(await runHarness(bench, 'search', ['--conns', '8', '--shape-seconds', each, ...shapes]), raw)
  },
  async chart(bench) {
    const { a, b } = await runHarness(bench, 'chart', ['--users', '2'])
    const [first, again] = [a.ops['CHART complete'], b.ops['CHART complete']]
    const p95 = Math.max(first?.p95 ?? 0, again?.p95 ?? 0)
    return [
      {
        workload: 'chart of 12 requests, 2 users, p95',
        ours: `${first?.p95}, ${again?.p95} ms (${Math.round(first?.rps ?? 0)}/s)`,
        limit: '–',
        share: '–',
        goal: '≤ 20 ms',
        floor: '≤ 50 ms',
        spread: ((first?.p95 ?? 0) / (again?.p95 ?? 1)).toFixed(2),
        verdict: p95 <= 20 ? 'goal' : p95 <= 50 ? 'floor' : 'MISSED',
      },
    ]
  },
  async crud(bench) {
    const before = await runRaw(bench, 'CREATE tx,READ by id,UPDATE tx')
    const { a, b } = await runHarness(bench, 'crud', ['--conns', '16'])
    const after = await runRaw(bench, 'CREATE tx,READ by id,UPDATE tx')
    for (const [name, one] of Object.entries(a.ops))
      say(`  crud ${name}: ${one.rps}/s p50 ${one.p50} p95 ${one.p95} p99 ${one.p99} ms, ${one.errors} errors`)
    say(`  cores: ${JSON.stringify(a.cpu)}`)
    const again = b.ops['ALL']?.rps ?? 0
    const limit = (rawCrud(before) + rawCrud(after)) / 2
    return [
      shareRow('crud mix, 16 connections', {
        ...{ ours: a.ops['ALL']?.rps ?? 0, again, limit, goal: 0.5, floor: 0.25 },
        ...{ unit: 'req/s', limitUnit: `raw/s (${Math.round(rawCrud(before))}, ${Math.round(rawCrud(after))})` },
      }),
    ]
  },
  least: measureLeast,
}

/** The bundles are stored once, so the two halves of them are A and A′. */
async function importing(bench: Bench): Promise<readonly Row[]> {
  const half = Math.ceil(Number(given.patients) / 2)
  const before = await runRaw(bench, 'multi-row')
  const part = (offset: number) =>
    runHarness({ ...bench, rounds: 1 }, 'import', ['--limit', String(half), '--offset', String(offset)], false)
  const first = await part(0)
  const second = await part(half)
  const after = await runRaw(bench, 'multi-row')
  const limit = ((rawTps(before, 'multi-row') + rawTps(after, 'multi-row')) / 2) * 100
  say(`  cores: ${JSON.stringify(second.a.cpu)}; bundle p95 ${second.a.ops['bundle']?.p95} ms`)
  return [
    shareRow('import of transaction bundles, 4 connections', {
      ...{ ours: first.a.resourcesPerSecond ?? 0, again: second.a.resourcesPerSecond ?? 0, limit },
      ...{ goal: 0.3, floor: 0.1, unit: 'resources/s', limitUnit: 'raw rows/s' },
    }),
  ]
}

function writeSection(text: string): void {
  const path = 'docs/performance.md'
  const [start, end] = ['<!-- bench: written by npm run bench -- --write -->', '<!-- bench ends -->']
  const old = readFileSync(path, 'utf8')
  const section = `${start}\n${text}\n${end}`
  const at = old.indexOf(start)
  writeFileSync(
    path,
    at < 0
      ? `${old.trimEnd()}\n\n${section}\n`
      : old.slice(0, at) + section + old.slice(old.indexOf(end) + end.length),
  )
}

if (!hasHarness) throw new Error('The harness ../shared/bench is not beside this clone.')
const folder = given.data ?? mkdtempSync(join(tmpdir(), 'lanong-bench-'))
mkdirSync(folder, { recursive: true })
const bundles = join(folder, 'bundles')
await makeBundles(bundles, given.patients)
const profiling = given.profile ? ['--cpu-prof', '--cpu-prof-dir', given.profile] : []
const server = await startBenchServer(join(folder, 'data'), profiling)
try {
  const timing = { seconds: Number(given.seconds), warm: Number(given.warm), rounds: Number(given.rounds) }
  const bench: Bench = { server, folder, bundles, ...timing }
  const rows: Row[] = []
  for (const [name, measure] of Object.entries({ import: importing, ...measurements })) {
    if (!wanted.has(name)) continue
    const measured = await measure(bench)
    say(table(measured))
    rows.push(...measured)
  }
  say(table(rows))
  if (given.write) {
    const day = new Date().toISOString().slice(0, 10)
    const how = `${given.patients} generated patients, ${given.seconds} s a figure after ${given.warm} s of the same load, ${given.rounds} rounds`
    writeSection(
      `## The FHIR store beside raw PostgreSQL and HTTP, ${day}\n\n\`npm run bench\` on 2 shared virtual cores, 24 GiB, other work running; ${how}. A and A′ are the same server measured twice.\n\n${table(rows)}`,
    )
  }
} finally {
  await server.stop()
  if (!given.data) rmSync(folder, { recursive: true, force: true })
}
