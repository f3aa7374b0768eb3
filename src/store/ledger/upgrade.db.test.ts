import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import { uuidv7 } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { connect } from '#platform/db/connect.ts'
import { migrate, migrationFiles } from '#platform/db/migrate.ts'
import { withEmptyDatabase } from '#tests/support/empty-database.ts'
import { GrowingTree } from './growing-tree.ts'
import { listEntries } from './list-entries.ts'
import { leafHash } from './merkle.ts'
import { proveConsistency, proveInclusion } from './prove.ts'
import { appendLeaf, countLeaves, orderLeaves, sequenceLedger, sequenceUntil } from './sequence.ts'
import { verifyConsistency, verifyInclusion } from './verify-proof.ts'

const before = '0240'

const signature = (n: number) => `signature 1 Provenance/${uuidv7()} ${String(n).padStart(64, '0')}`

async function event(db: Kysely<unknown>): Promise<void> {
  await sql`select store_events(1, array[
    row(${uuidv7()}::uuid, now(), 'print', 'success', 'a', null, '{}')::store_event])`.execute(db)
}

/** The schema as it was, with a hospital. */
async function olderDatabase(pool: pg.Pool): Promise<void> {
  await pool.query('create table migration (name text primary key, at timestamptz not null default now())')
  for (const name of (await migrationFiles()).filter((one) => one < before)) {
    await pool.query(await readFile(new URL(`../../../migrations/${name}`, import.meta.url), 'utf8'))
    await pool.query('insert into migration (name) values ($1)', [name])
  }
  await pool.query(`insert into facility (id, code, name) values (1, '01ZZ1', 'Bệnh viện')`)
}

/** A transaction of another database on the same server holds the newest leaves back. */
async function orderedUntil(ctx: Context, size: number): Promise<void> {
  for (let tries = 0; (await orderLeaves(ctx)) < size; tries++) {
    assert.ok(tries < 200, 'the leaves get no places')
    await setTimeout(50)
  }
}

describe('a ledger that is older than the leaves in their rows', () => {
  it('keeps every place, hash and waiting leaf, and goes on', () =>
    withEmptyDatabase(async (pool) => {
      const db = connect(pool)
      await olderDatabase(pool)
      const ctx = { db, facility: 1, now: () => new Date() } as unknown as Context
      for (let n = 0; n < 5; n++) await event(db)
      const lines = [signature(1), signature(2), signature(3)]
      for (const line of lines.slice(0, 2)) await appendLeaf(ctx, 'signature', line)
      await orderedUntil(ctx, 7)
      const old = await sql<{ position: number; leaf_hash: Buffer }>`
        select p.position, l.leaf_hash from ledger_position p join ledger_leaf l using (facility, seq)
        order by p.position`.execute(db)
      await event(db)
      await appendLeaf(ctx, 'signature', lines[2] ?? '')

      await migrate(pool)
      const kept = await sql<{ position: number; leaf_hash: Buffer }>`
        select position, leaf_hash from ledger_position order by position`.execute(db)
      assert.deepEqual(kept.rows, old.rows)
      assert.equal(await countLeaves(ctx), 9)
      const root = await rootAt(ctx, 7)
      const head = await sequenceUntil(ctx, 9, 60_000)
      assert.equal(head.size, 9)
      const claim = { first: 7, firstRoot: root, size: 9, root: head.root }
      assert.ok(verifyConsistency({ ...claim, proof: await proveConsistency(ctx, 7, 9) }))
      await event(db)
      assert.equal((await sequenceUntil(ctx, 10, 60_000)).size, 10)
      const last = await sequenceLedger(ctx)
      for (const line of lines) {
        const proof = await proveInclusion(ctx, { line }, last.size)
        assert.ok(proof)
        assert.deepEqual(proof.leafHash, leafHash(Buffer.from(line)))
        assert.ok(verifyInclusion({ ...proof, root: last.root }))
      }
      for (const entry of await listEntries(ctx, 0, last.size))
        assert.deepEqual(entry.hash, leafHash(Buffer.from(entry.line)))
    }))
})

/** The root that a head of so many leaves had, from the hashes alone. */
async function rootAt(ctx: Context, size: number): Promise<Buffer> {
  const tree = new GrowingTree()
  for (const entry of await listEntries(ctx, 0, size)) tree.add(entry.hash)
  return tree.root()
}
