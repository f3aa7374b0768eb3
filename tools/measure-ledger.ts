// What the ledger costs of commit throughput: `node tools/measure-ledger.ts [pairs] [seconds]`. Throw-away PostgreSQL that
// writes to disk as in production; the same writers on the same database, by turns with the leaf of each version and event
// and without it. Without: the functions of this database are made anew with the leaf left out; no setting of the program
// does that. A turn with the ledger also gives places to the leaves of the turn before. Processor time of this program and
// of PostgreSQL is told too: other work on the machine disturbs it less than the throughput.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Observation } from '@medplum/fhirtypes'
import type { Context } from '../src/platform/context.ts'
import { commit } from '../src/store/commit.ts'
import { countLeaves, orderLeaves } from '../src/store/ledger/sequence.ts'
import { startTestDatabase } from '../tests/support/cluster.ts'
import { withServices } from '../tests/support/database.ts'
import { databaseSeconds } from '../tests/support/database-seconds.ts'
import { contextOf } from '../tests/support/laboratory.ts'

const [pairs, seconds] = [Number(process.argv[2] ?? 12), Number(process.argv[3] ?? 10)]
const writers = 8
/** As often as the job that gives leaves their places. */
const orderEveryMs = 10_000

interface Kind {
  readonly with: readonly string[]
  readonly without: readonly string[]
}

/** The functions that write leaves, as they are and with nothing written in their place. */
async function functionsOf(ctx: Context): Promise<Kind> {
  const { rows } = await ctx.pool.query<{ name: string; text: string }>(
    `select p.proname as name, pg_get_functiondef(p.oid) as text from pg_proc p
     where p.pronamespace = 'public'::regnamespace and (p.proname = 'ledger_leaf_hash'
       or p.proname like 'store\\_%' and p.prosrc like '%ledger_leaf_hash%') order by 1`,
  )
  const texts = rows.map((row) => row.text)
  return {
    with: texts,
    without: texts.map((text) =>
      text
        .replace('mine xid8 := pg_current_xact_id();', 'mine xid8 := null;')
        .replace(/select sha256\(.*'UTF8'\)\);/s, 'select null::bytea;'),
    ),
  }
}

async function asOwner(ctx: Context, statements: readonly string[]): Promise<void> {
  const connection = await ctx.pool.connect()
  try {
    await connection.query('set role none')
    for (const statement of statements) await connection.query(statement)
  } finally {
    connection.release(true)
  }
}

const measurement = (patient: string, value: number): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }], text: 'Mạch' },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-11-23T09:00:00+07:00',
  valueQuantity: { value, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
})

interface Speed {
  /** Commits a second of all writers together, one resource each. */
  readonly speed: number
  /** Processor time of a commit, in microseconds. */
  readonly cost: number
}

const ownSeconds = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function turn(ctx: Context, patient: string, order: boolean): Promise<Speed> {
  const usedBefore = ownSeconds() + (await databaseSeconds(ctx))
  const end = performance.now() + seconds * 1000
  const startedAt = performance.now()
  let done = 0
  const write = async () => {
    while (performance.now() < end) {
      await commit(ctx, [{ kind: 'create', resource: measurement(patient, 60 + (done % 60)) }])
      done += 1
    }
  }
  const putInOrder = async () => {
    while (order && performance.now() < end) {
      await orderLeaves(ctx)
      await new Promise((next) => setTimeout(next, Math.max(0, Math.min(orderEveryMs, end - performance.now()))))
    }
  }
  await Promise.all([...Array.from({ length: writers }, write), putInOrder()])
  const speed = (done * 1000) / (performance.now() - startedAt)
  const used = ownSeconds() + (await databaseSeconds(ctx)) - usedBefore
  return { speed, cost: (used * 1e6) / done }
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

type Turns = Record<keyof Kind, Speed>

const share = (value: number) => `${(value * 100).toFixed(1)} %`
const turnText = ({ speed, cost }: Speed) => `${speed.toFixed(0)} commits/s at ${cost.toFixed(0)} µs`

async function onePair(ctx: Context, functions: Kind, patient: string, order: readonly (keyof Kind)[]) {
  const turns: Partial<Turns> = {}
  for (const kind of order) {
    await asOwner(ctx, functions[kind])
    const before = await countLeaves(ctx)
    turns[kind] = await turn(ctx, patient, kind === 'with')
    const leaves = (await countLeaves(ctx)) - before
    if (leaves > 0 !== (kind === 'with')) throw new Error(`${kind}: ${leaves} leaves were written`)
  }
  return turns as Turns
}

async function measure(ctx: Context): Promise<void> {
  const [made] = await commit(ctx, [
    { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Đo Thử' }] } },
  ])
  const patient = made?.id ?? ''
  const functions = await functionsOf(ctx)
  await turn(ctx, patient, true)
  const all: Turns[] = []
  for (let n = 0; n < pairs; n++) {
    // Which comes first changes from pair to pair.
    const pair = await onePair(ctx, functions, patient, n % 2 === 0 ? ['with', 'without'] : ['without', 'with'])
    all.push(pair)
    process.stdout.write(
      `pair ${n + 1}: ${turnText(pair.with)} with the ledger, ${turnText(pair.without)} without\n`,
    )
  }
  await asOwner(ctx, functions.with)
  const of = (kind: keyof Kind, what: keyof Speed) => middle(all.map((pair) => pair[kind][what]))
  const middles = (kind: keyof Kind) => turnText({ speed: of(kind, 'speed'), cost: of(kind, 'cost') })
  const lost = all.map((pair) => 1 - pair.with.speed / pair.without.speed)
  const dearer = all.map((pair) => 1 - pair.without.cost / pair.with.cost)
  process.stdout.write(
    `medians: ${middles('with')} with, ${middles('without')} without\n` +
      `the ledger takes ${share(middle(lost))} of the throughput (pairs from ${share(Math.min(...lost))} to ${share(Math.max(...lost))}), ` +
      `${share(middle(dearer))} of the processor time (from ${share(Math.min(...dearer))} to ${share(Math.max(...dearer))})\n`,
  )
}

const folder = mkdtempSync(join(tmpdir(), 'lanong-measure-'))
const cluster = await startTestDatabase(folder, { fsync: true })
process.env['LANONG_TEST_DATABASE'] = JSON.stringify(cluster.address)
try {
  await withServices((services) => measure(contextOf(services)))
} finally {
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
}
