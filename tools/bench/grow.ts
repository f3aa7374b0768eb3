import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemToken } from '../../tests/support/program.ts'
import { type Growth, growthPlot } from './growth-plot.ts'
import { type BenchServer, hasHarness, makeBundles, startBenchServer } from './processes.ts'
import { type Bench, runHarness, type Sum } from './workloads.ts'

/** Patients of one step: about 31,000 resources. */
const patientsAStep = 100
/** However slow the machine is, no step begins after this. */
const mostMinutes = 60
const versions = 10_000
const mostVersionMinutes = 5

interface Size {
  readonly resources: number
  readonly bytes: number
  readonly json: number
}

/**
 * Lets the store grow to about so many resources and tells for each step the time and the bytes a resource, at the
 * beginning and at the end the p95 of every search shape, and what 10,000 versions of one resource cost.
 *
 * @param drawing file for the plot of the steps
 */
export async function grow(resources: number, tell: (line: string) => void, drawing?: string): Promise<boolean> {
  if (!hasHarness) throw new Error('The harness ../shared/bench is not beside this clone.')
  const folder = mkdtempSync(join(tmpdir(), 'lanong-grow-'))
  const server = await startBenchServer(join(folder, 'data'))
  const startedAt = Date.now()
  const points: Growth[] = []
  try {
    for (let step = 0, size = 0; size < resources && Date.now() - startedAt < mostMinutes * 60_000; step++) {
      const bundles = join(folder, `bundles-${step}`)
      await makeBundles(bundles, String(patientsAStep), step * patientsAStep)
      const bench: Bench = { server, folder, bundles, seconds: 2, warm: 2, rounds: 1 }
      const before = cpuSeconds(server)
      const { a } = await runHarness(bench, 'import', ['--import-seconds', '600'], false)
      const spent = cpuSeconds(server) - before
      const now = await sizeOf(server)
      const point = {
        resources: now.resources,
        perSecond: a.resourcesPerSecond ?? 0,
        cpuMs: (spent * 1000) / Math.max(1, now.resources - size),
        bytes: now.bytes / now.resources,
        json: now.json / now.resources,
      }
      size = now.resources
      points.push(point)
      tell(
        `${size} resources: ${point.perSecond} a second, ${point.cpuMs.toFixed(2)} ms of processor time each, ${Math.round(point.bytes)} bytes on disk each beside ${Math.round(point.json)} of JSON`,
      )
      if (drawing !== undefined) writeFileSync(drawing, growthPlot(points))
      if (step === 0 || size >= resources) await searches(bench, tell)
      rmSync(bundles, { recursive: true })
    }
    await manyVersions(server, tell)
    return true
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Linux tells processor time in hundredths of a second. */
const ticks = 100

/** Processor seconds of the server and of PostgreSQL with the processes it started, ended ones too. */
function cpuSeconds({ pid, postgres }: BenchServer): number {
  return secondsOf(pid) + secondsOf(postgres) + childrenOf(postgres).reduce((sum, one) => sum + secondsOf(one), 0)
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

/** Of a process and of its children that ended; 0 where there is no /proc. */
function secondsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields.slice(11, 15).reduce((sum, field) => sum + Number(field) / ticks, 0)
  } catch {
    return 0
  }
}

async function sizeOf({ host, port }: BenchServer): Promise<Size> {
  const client = new pg.Client({ host, port, user: 'postgres', database: 'postgres' })
  await client.connect()
  const { rows } = await client.query<{ resources: number; bytes: string; json: string }>(
    `select count(*)::int as resources, pg_database_size(current_database()) as bytes,
       sum(length(content)) as json from resource`,
  )
  await client.end()
  return { resources: rows[0]?.resources ?? 0, bytes: Number(rows[0]?.bytes), json: Number(rows[0]?.json) }
}

async function searches(bench: Bench, tell: (line: string) => void): Promise<void> {
  const one = await runHarness(bench, 'search', ['--conns', '1', '--shape-seconds', '1'], false)
  const many = await runHarness(bench, 'search', ['--conns', '16', '--shape-seconds', '1'], false)
  for (const [shape, alone] of Object.entries(one.a.ops))
    tell(
      `  ${shape}: p95 ${alone.p95} ms alone, ${cpuOf(alone)} ms of processor time each, p99 ${many.a.ops[shape]?.p99} ms at 16, ${alone.errors} errors`,
    )
}

/** Of server and PostgreSQL, for one request. */
function cpuOf({ cpu = {}, rps }: Sum): string {
  const cores = Object.values(cpu).reduce((sum, one) => sum + one, 0)
  return ((cores * 1000) / Math.max(rps, 0.001)).toFixed(1)
}

async function manyVersions({ url }: BenchServer, tell: (line: string) => void): Promise<void> {
  const token = await systemToken(url)
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' }
  const taken: number[] = []
  const until = Date.now() + mostVersionMinutes * 60_000
  while (taken.length < versions && Date.now() < until) {
    const body = JSON.stringify({ resourceType: 'Basic', id: 'often', code: { text: `change ${taken.length}` } })
    const at = performance.now()
    const { status } = await fetch(`${url}/fhir/R4/Basic/often`, { method: 'PUT', headers, body })
    if (status >= 300) throw new Error(`update ${taken.length}: ${status}`)
    taken.push(performance.now() - at)
  }
  const median = (of: readonly number[]) => [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)]?.toFixed(1)
  tell(
    `${taken.length} versions of one resource: update p50 ${median(taken.slice(50, 550))} ms at first, ${median(taken.slice(-500))} ms at last`,
  )
}
