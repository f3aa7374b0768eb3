// What the ledger costs of commit throughput: `node tools/measure-ledger.ts [pairs] [seconds]`. Throw-away PostgreSQL that
// writes to disk as in production; the same writers on the same database, by turns with the leaf of each version and event
// and without it. Without: the functions of this database are made anew with the leaf left out; no setting of the program
// does that.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Observation } from '@medplum/fhirtypes'
import type { Context } from '../src/platform/context.ts'
import { commit } from '../src/store/commit.ts'
import { countLeaves, orderLeaves } from '../src/store/ledger/sequence.ts'
import { startTestDatabase } from '../tests/support/cluster.ts'
import { withServices } from '../tests/support/database.ts'
import { contextOf } from '../tests/support/laboratory.ts'

const [pairs, seconds] = [Number(process.argv[2] ?? 12), Number(process.argv[3] ?? 10)]
const writers = 8
/** As often as the job that gives leaves their places. */
const orderEveryMs = 10_000

interface Kind {
  readonly with: readonly string[]
  readonly without: readonly string[]
}

const leaf = 'insert into ledger_leaf (facility, seq, kind, leaf_hash)'

/** Where the statement that begins here ends: at its semicolon, or at the bracket around it. */
function endOf(text: string, from: number): number {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth < 0 || (depth === 0 && text[at] === ';')) return at
  }
  return text.length
}

function withoutLeaf(text: string): string {
  const from = text.indexOf(leaf)
  if (from === -1) return text
  return withoutLeaf(
    `${text.slice(0, from)}insert into no_leaf (n) select 1 where false${text.slice(endOf(text, from))}`,
  )
}

/** The functions that write leaves, as they are and with nothing written in their place. */
async function functionsOf(ctx: Context): Promise<Kind> {
  const { rows } = await ctx.pool.query<{ text: string }>(
    `select pg_get_functiondef(p.oid) as text from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prosrc like '%into ledger_leaf%'`,
  )
  const texts = rows.map((row) => row.text)
  return {
    with: texts,
    without: texts.map(withoutLeaf),
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

/** Commits a second of all writers together, one resource each. */
async function throughput(ctx: Context, patient: string, order: boolean): Promise<number> {
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
      await new Promise((next) => setTimeout(next, orderEveryMs))
    }
  }
  await Promise.all([...Array.from({ length: writers }, write), putInOrder()])
  return (done * 1000) / (performance.now() - startedAt)
}

const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

async function measure(ctx: Context): Promise<void> {
  const [made] = await commit(ctx, [
    { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: 'Đo Thử' }] } },
  ])
  const patient = made?.id ?? ''
  await asOwner(ctx, ['create table no_leaf (n integer)', 'grant insert on no_leaf to lanong_app'])
  const functions = await functionsOf(ctx)
  await throughput(ctx, patient, true)
  const shares: number[] = []
  const speeds: { with: number[]; without: number[] } = { with: [], without: [] }
  for (let pair = 0; pair < pairs; pair++) {
    const turn = { with: 0, without: 0 }
    // Which comes first changes from pair to pair.
    for (const kind of pair % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      await asOwner(ctx, functions[kind])
      const before = await countLeaves(ctx)
      turn[kind] = await throughput(ctx, patient, kind === 'with')
      const leaves = (await countLeaves(ctx)) - before
      if (leaves > 0 !== (kind === 'with')) throw new Error(`${kind}: ${leaves} leaves were written`)
      speeds[kind].push(turn[kind])
    }
    shares.push(1 - turn.with / turn.without)
    process.stdout.write(
      `pair ${pair + 1}: ${turn.with.toFixed(0)} commits/s with the ledger, ${turn.without.toFixed(0)} without\n`,
    )
  }
  await asOwner(ctx, functions.with)
  const share = (value: number) => `${(value * 100).toFixed(1)} %`
  process.stdout.write(
    `median: ${middle(speeds.with).toFixed(0)} with, ${middle(speeds.without).toFixed(0)} without; the ledger takes ${share(middle(shares))} (pairs from ${share(Math.min(...shares))} to ${share(Math.max(...shares))})\n`,
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
