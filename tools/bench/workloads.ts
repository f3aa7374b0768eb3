import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type BenchServer, harness, runNode } from './processes.ts'

/** What one workload of the harness tells of a target. */
export interface Sum {
  readonly rps: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly errors: number
  /** Cores that the server and PostgreSQL used meanwhile. */
  readonly cpu?: Readonly<Record<string, number>>
}

interface TargetResult {
  readonly ops: Readonly<Record<string, Sum>>
  readonly roundRps?: readonly number[]
  readonly cpu?: readonly Readonly<Record<string, number>>[]
  readonly resourcesPerSecond?: number
}

export interface Measured {
  readonly a: TargetResult
  readonly b: TargetResult
}

export interface Bench {
  readonly server: BenchServer
  readonly folder: string
  readonly bundles: string
  readonly seconds: number
  /** Seconds of the same load before a figure: a server runs for weeks, its code is compiled in the first minute. */
  readonly warm: number
  readonly rounds: number
}

const login = ['--client-id', 'demo-system', '--client-secret', 'demo-system']

/** Runs workloads of the harness against the server as A and, for the A/A spread, once more as B. */
export async function runHarness(
  bench: Bench,
  workload: string,
  more: readonly string[],
  twice = true,
): Promise<Measured> {
  const { server, seconds, warm, rounds } = bench
  const base = `${server.url}/fhir/R4`
  const out = join(bench.folder, `${workload}.json`)
  const token = ['--token-url', `${server.url}/oauth/token`]
  const vs = twice
    ? [
        '--vs',
        base,
        '--vs-client-id',
        'demo-system',
        '--vs-client-secret',
        'demo-system',
        '--vs-token-url',
        `${server.url}/oauth/token`,
      ]
    : []
  const watch = `server=${server.pid},pg=${server.postgres}`
  await runNode(
    `${harness}fhir-bench.mjs`,
    [
      workload,
      ...['--base', base, '--name', 'a', '--vs-name', 'b', ...login, ...token, ...vs],
      ...[
        '--data',
        bench.bundles,
        '--seconds',
        String(seconds),
        '--rounds',
        String(rounds),
        '--warmup',
        String(warm),
      ],
      ...['--watch', watch, '--out', out, ...more],
    ],
    900,
  )
  const { workloads } = JSON.parse(readFileSync(out, 'utf8')) as {
    workloads: Readonly<Record<string, { readonly a: TargetResult; readonly b?: TargetResult }>>
  }
  const found = workloads[workload]
  if (!found) throw new Error(`the harness told nothing of ${workload}`)
  return { a: found.a, b: found.b ?? found.a }
}

export interface RawStatement {
  readonly tps: number
  readonly rounds: readonly number[]
}

/** What the same PostgreSQL does with rows of the same size, in a database of its own. */
export async function runRaw(bench: Bench, only: string): Promise<Readonly<Record<string, RawStatement>>> {
  const { host, port } = bench.server
  const admin = new pg.Client({ host, port, user: 'postgres', database: 'postgres' })
  await admin.connect()
  await admin.query('create database bench_raw').catch(() => {})
  await admin.end()
  const out = join(bench.folder, 'raw.json')
  const where = ['--host', host, '--port', String(port), '--user', 'postgres', '--db', 'bench_raw']
  const how = [
    '--conns',
    '16',
    '--seconds',
    String(Math.min(4, bench.seconds)),
    '--rounds',
    '1',
    '--data',
    bench.bundles,
  ]
  await runNode(`${harness}raw-pg.mjs`, [...where, ...how, '--only', only, '--out', out], 600)
  return (JSON.parse(readFileSync(out, 'utf8')) as { results: Record<string, RawStatement> }).results
}

interface Connection {
  request(method: string, path: string, headers: object): Promise<{ status: number }>
}
interface HarnessTarget {
  readonly headers: object
  path(of: string): string
  json(method: string, path: string): Promise<{ json: { entry?: { resource: { id: string } }[] } | null }>
  auth(): Promise<unknown>
}
interface Lib {
  readonly Target: new (of: object) => HarnessTarget
  drive(
    target: HarnessTarget,
    how: object,
    work: (connection: Connection, i: number, rec: (...of: unknown[]) => void) => Promise<unknown>,
  ): Promise<{ stats: Record<string, { sum(): Sum }> }>
}

/** Requests a second of one kind of GET, at a server that needs no login. */
export async function requests(
  base: string,
  { conns, seconds, path }: { conns: number; seconds: number; path: (i: number) => string },
): Promise<number> {
  const { Target, drive } = (await import(`${harness}lib.mjs`)) as Lib
  const target = new Target({ name: 'any', base })
  const driven = await drive(target, { conns, seconds }, async (connection, i, rec) => {
    const at = performance.now()
    const { status } = await connection.request('GET', target.path(path(i)), target.headers)
    if (status !== 200) throw new Error(`${path(i)} was answered ${status}`)
    rec('get', performance.now() - at, true, status, 0)
  })
  return driven.stats['get']?.sum().rps ?? 0
}

/** Reads by id alone, 16 connections, ours and the null server in turns: their requests a second. */
export async function runReads(bench: Bench, nullBase: string): Promise<{ ours: Sum[]; ceiling: Sum[] }> {
  const { Target, drive } = (await import(`${harness}lib.mjs`)) as Lib
  const tokenUrl = `${bench.server.url}/oauth/token`
  const target = new Target({
    name: 'ours',
    base: `${bench.server.url}/fhir/R4`,
    ...{ clientId: 'demo-system', clientSecret: 'demo-system', tokenUrl },
  })
  await target.auth()
  const page = await target.json('GET', 'Observation?_count=1000')
  const ids = page.json?.entry?.map((entry) => entry.resource.id) ?? []
  if (ids.length === 0) throw new Error('nothing to read; the import comes first')
  const empty = new Target({ name: 'null', base: nullBase })
  const read = async (which: HarnessTarget, seconds: number) => {
    const driven = await drive(which, { conns: 16, seconds }, async (connection, i, rec) => {
      const at = performance.now()
      const path = which.path(`Observation/${ids[(i * 7919) % ids.length]}`)
      const { status } = await connection.request('GET', path, which.headers)
      rec('read', performance.now() - at, status === 200, status, 0)
    })
    return driven.stats['read']?.sum() ?? { rps: 0, p50: 0, p95: 0, p99: 0, errors: 0 }
  }
  await read(target, bench.warm)
  await read(empty, 1)
  const ours: Sum[] = []
  const ceiling: Sum[] = []
  for (let round = 0; round < Math.max(2, bench.rounds); round++) {
    ours.push(await read(target, bench.seconds))
    ceiling.push(await read(empty, bench.seconds))
  }
  return { ours, ceiling }
}
