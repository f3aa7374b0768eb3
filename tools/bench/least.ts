import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { harness, runNode, startNullServer } from './processes.ts'
import { likeRaw, type Row, rawCrud, rawTps, shareRow } from './rows.ts'
import { type Bench, requests, runRaw } from './workloads.ts'

const database = 'bench_least'

interface Least {
  readonly base: string
  stop(): Promise<void>
}

/** The tables of raw-pg.mjs, filled and kept, and one for the notes. */
async function prepare(bench: Bench): Promise<void> {
  const { host, port } = bench.server
  const admin = new pg.Client({ host, port, user: 'postgres', database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${database}`)
  const where = ['--host', host, '--port', String(port), '--user', 'postgres', '--db', database]
  const how = ['--seconds', '1', '--rounds', '1', '--data', bench.bundles, '--only', 'SELECT 1', '--keep']
  await runNode(`${harness}raw-pg.mjs`, [...where, ...how], 300)
  await admin.query(`alter database ${database} set search_path = bench_raw, public`)
  await admin.end()
  const owner = new pg.Client({ host, port, user: 'postgres', database })
  await owner.connect()
  await owner.query('create table note (id uuid primary key, at timestamptz not null, what text not null)')
  await owner.end()
}

async function startLeast(bench: Bench): Promise<Least> {
  const { host, port } = bench.server
  const words = ['tools/bench/least-server.ts', host, String(port), database]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const gone = new Promise<void>((settle) => child.once('exit', () => settle()))
  const ready = await new Promise<string>((settle, fail) => {
    child.stdout.once('data', (chunk) => settle(String(chunk)))
    gone.then(() => fail(new Error('the least server ended before it was ready')), fail)
  })
  return {
    base: `http://127.0.0.1:${ready.replace('ready', '').trim()}/fhir`,
    async stop() {
      child.kill('SIGTERM')
      await gone
    },
  }
}

/** What the harness's own crud mix gets of a server that needs no login. */
async function crudOf(bench: Bench, base: string): Promise<number> {
  const out = join(bench.folder, 'least.json')
  const timing = ['--seconds', String(bench.seconds), '--rounds', '1', '--warmup', String(bench.warm)]
  const words = [
    'crud',
    '--base',
    base,
    '--name',
    'a',
    '--token',
    'none',
    '--conns',
    '16',
    ...timing,
    '--out',
    out,
  ]
  await runNode(`${harness}fhir-bench.mjs`, words, 300)
  const told = JSON.parse(readFileSync(out, 'utf8')) as {
    workloads: { crud: { a: { ops: Record<string, { rps: number; errors: number }> } } }
  }
  const all = told.workloads.crud.a.ops['ALL']
  if (!all || all.errors > 0) throw new Error(`the least server refused ${all?.errors} requests`)
  return all.rps
}

/** What the least server reaches of each limit that our own is measured by, and by the same floors. */
export async function measureLeast(bench: Bench): Promise<readonly Row[]> {
  await prepare(bench)
  const least = await startLeast(bench)
  const empty = await startNullServer()
  try {
    const rows = [await readRow(bench, least.base, empty.base)]
    const raw = await runRaw(bench, 'SEARCH,CREATE tx,READ by id,UPDATE tx')
    for (const [letter, { shape, most, like }] of Object.entries(shapes)) {
      const path = (i: number) => `Observation?${letter}=${(i * 7919) % most}`
      await requests(least.base, { conns: 8, seconds: bench.warm, path })
      const twice = await two(() => requests(least.base, { conns: 8, seconds: bench.seconds, path }))
      rows.push(row(`search ${shape}`, twice, { limit: rawTps(raw, like), limitUnit: 'raw/s' }, searchGoals))
    }
    const crud = await two(() => crudOf(bench, least.base))
    rows.push(row('crud mix, 16 connections', crud, { limit: rawCrud(raw), limitUnit: 'raw/s' }, searchGoals))
    return rows
  } finally {
    await empty.stop()
    await least.stop()
  }
}

const searchGoals = { goal: 0.5, floor: 0.25 }
/** The values that raw-pg.mjs takes: its 20 codes, the first patients, the days. */
const shapes = {
  c: { shape: 'token code', most: 20, like: likeRaw['token code'] },
  p: { shape: 'reference patient', most: 50, like: likeRaw['reference patient'] },
  d: { shape: 'date range', most: 3600, like: likeRaw['date range'] },
  v: { shape: 'quantity, composite code-value', most: 20, like: likeRaw['quantity'] },
}

async function readRow(bench: Bench, base: string, emptyBase: string): Promise<Row> {
  const ids: string[] = []
  for (let made = 0; made < 200; made++) {
    const body = JSON.stringify({ resourceType: 'Observation', text: 'x'.repeat(900) })
    const answered = await fetch(`${base}/Observation`, { method: 'POST', body })
    ids.push(((await answered.json()) as { id: string }).id)
  }
  const read = (of: string, seconds: number) =>
    requests(of, { conns: 16, seconds, path: (i) => `Observation/${ids[i % ids.length]}` })
  await read(base, bench.warm)
  const [ours, ceiling]: [number[], number[]] = [[], []]
  for (let round = 0; round < 2; round++) {
    ours.push(await read(base, bench.seconds))
    ceiling.push(await read(emptyBase, bench.seconds))
  }
  const limit = ceiling.reduce((sum, rps) => sum + rps, 0) / ceiling.length
  return row('read by id, 16 connections', ours, { limit, limitUnit: 'null server/s' }, { goal: 0.7, floor: 0.4 })
}

function row(
  workload: string,
  [ours = Number.NaN, again = Number.NaN]: readonly number[],
  of: { readonly limit: number; readonly limitUnit: string },
  goals: { readonly goal: number; readonly floor: number },
): Row {
  return shareRow(`least server: ${workload}`, { ours, again, ...of, ...goals, unit: 'req/s' })
}

async function two(measure: () => Promise<number>): Promise<readonly number[]> {
  return [await measure(), await measure()]
}
