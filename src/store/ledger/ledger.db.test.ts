import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { withContext } from '#tests/support/database.ts'
import { commit } from '../commit.ts'
import { findCurrent } from '../read.ts'
import { versionLine } from './leaf-line.ts'
import { leafHash } from './merkle.ts'
import { proveConsistency, proveInclusion } from './prove.ts'
import { appendLeaf, countLeaves, listTreeHeads, sequenceLedger, sequenceUntil } from './sequence.ts'
import { verifyConsistency, verifyInclusion } from './verify-proof.ts'

const givenPatient = (ctx: Context, id: string) =>
  commit(ctx, [{ kind: 'create', resource: { resourceType: 'Patient', id } }])

describe('the ledger', () => {
  it('proves every stored version, and that nothing before was changed', () =>
    withContext(async (ctx) => {
      for (let n = 0; n < 6; n++) await givenPatient(ctx, `p${n}`)
      const first = await sequenceUntil(ctx, 12, 60_000)
      assert.equal(first.size, 12)
      for (let n = 6; n < 11; n++) await givenPatient(ctx, `p${n}`)
      await appendLeaf(ctx, 'signature', 'signature 1 test')
      const second = await sequenceUntil(ctx, 23, 60_000)
      const heads = (await listTreeHeads(ctx)).map((head) => head.size)
      assert.ok(heads[0] === 23 && heads.includes(12))
      const claim = { first: first.size, firstRoot: first.root, size: second.size, root: second.root }
      assert.ok(verifyConsistency({ ...claim, proof: await proveConsistency(ctx, first.size, second.size) }))
      for (let n = 0; n < 11; n++) {
        const stored = await findCurrent(ctx, 'Patient', `p${n}`)
        const proof = await proveInclusion(ctx, { type: 'Patient', id: `p${n}`, version: 1 }, second.size)
        assert.ok(stored && proof)
        const line = versionLine({ facility: 1, type: 'Patient', id: `p${n}`, version: 1, hash: stored.hash })
        assert.deepEqual(leafHash(Buffer.from(line)), proof.leafHash)
        assert.ok(verifyInclusion({ ...proof, root: second.root }))
      }
    }))

  it('has the first leaf of a hospital whose empty ledger was put in order before', () =>
    withContext(async (ctx) => {
      assert.equal((await sequenceLedger(ctx)).size, 0)
      await givenPatient(ctx, 'first')
      assert.equal((await sequenceUntil(ctx, 2, 60_000)).size, 2)
      assert.ok(await proveInclusion(ctx, { type: 'Patient', id: 'first', version: 1 }, 2))
    }))

  it('gives every leaf one position although transactions end out of order', () =>
    withContext(async (ctx) => {
      let release = () => {}
      const held = new Promise<void>((done) => {
        release = done
      })
      const slow = ctx.db.transaction().execute(async (tx) => {
        await givenPatient({ ...ctx, db: tx }, 'slow')
        await held
      })
      await Promise.all(
        Array.from({ length: 12 }, (_, n) => givenPatient(ctx, `p${n}`).then(() => sequenceLedger(ctx))),
      )
      release()
      await slow
      const all = await countLeaves(ctx)
      const head = await sequenceUntil(ctx, all, 60_000)
      const { rows } =
        await sql`select count(*)::int as leaves, count(distinct p.position)::int as placed, max(p.position)::int as last
        from (select facility, seq from resource_version union all select facility, seq from audit_event
              union all select facility, seq from event_pack) l
        left join ledger_position p on p.facility = l.facility and p.seq = l.seq`.execute(ctx.db)
      // 13 versions and their events, of which those that came together are one leaf.
      assert.ok(all > 13 && all <= 26, `${all} leaves`)
      assert.deepEqual(rows, [{ leaves: all, placed: all, last: all - 1 }])
      assert.equal(head.size, all)
    }))

  it('cannot be changed by the role of the server', () =>
    withContext(async (ctx) => {
      await givenPatient(ctx, 'p1')
      for (const table of [
        'resource',
        'resource_version',
        'audit_event',
        'event_pack',
        'ledger_line',
        'ledger_position',
        'tree_head',
        'knowledge',
        'outbox',
        'search_string',
      ])
        for (const statement of [
          sql`delete from ${sql.table(table)}`,
          sql`update ${sql.table(table)} set facility = 2`,
          sql`insert into ${sql.table(table)} default values`,
        ])
          await assert.rejects(statement.execute(ctx.db), { code: '42501' }, table)
      await assert.rejects(sql`select ledger_append(1, 'audit', 'x')`.execute(ctx.db), { code: '42501' })
    }))
})
