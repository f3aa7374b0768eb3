import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { systemToken } from '../../tests/support/program.ts'
import { type BenchServer, hasHarness, makeBundles, startBenchServer } from './processes.ts'
import { type Bench, runHarness } from './workloads.ts'

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
 */
export async function grow(resources: number, tell: (line: string) => void): Promise<boolean> {
  if (!hasHarness) throw new Error('The harness ../shared/bench is not beside this clone.')
  const folder = mkdtempSync(join(tmpdir(), 'lanong-grow-'))
  const server = await startBenchServer(join(folder, 'data'))
  const startedAt = Date.now()
  try {
    for (let step = 0, size = 0; size < resources && Date.now() - startedAt < mostMinutes * 60_000; step++) {
      const bundles = join(folder, `bundles-${step}`)
      await makeBundles(bundles, String(patientsAStep), step * patientsAStep)
      const bench: Bench = { server, folder, bundles, seconds: 2, rounds: 1 }
      const { a } = await runHarness(bench, 'import', ['--import-seconds', '600'], false)
      const now = await sizeOf(server)
      size = now.resources
      tell(
        `${size} resources: ${a.resourcesPerSecond} a second, ${Math.round(now.bytes / size)} bytes on disk each beside ${Math.round(now.json / size)} of JSON`,
      )
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
    tell(`  ${shape}: p95 ${alone.p95} ms alone, p99 ${many.a.ops[shape]?.p99} ms at 16, ${alone.errors} errors`)
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
