import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { withContext } from '#tests/support/database.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { writeAudit } from './audit.ts'
import { commit } from './commit.ts'
import { packLine } from './ledger/leaf-line.ts'
import { leafHash } from './ledger/merkle.ts'
import { proveInclusion } from './ledger/prove.ts'
import { verifyInclusion } from './ledger/verify-proof.ts'
import { readSeen } from './read-seen.ts'

interface Told {
  readonly action: string
  readonly patient: string | null
  readonly content: string
}

async function told(ctx: Context, action: string): Promise<readonly Told[]> {
  const { rows } = await sql<Told>`
    select action, patient, content from audit_told where facility = ${ctx.facility} and action = ${action}
    order by seq, n`.execute(ctx.db)
  return rows
}

const read = (ctx: Context, id: string) => readSeen(ctx, 'Patient', id, { kind: 'read' })

async function givenPatients(ctx: Context, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, n) => `p${n}`)
  await commit(
    ctx,
    ids.map((id) => ({ kind: 'create' as const, resource: { resourceType: 'Patient' as const, id } })),
  )
  return ids
}

describe('events that come at the same moment', () => {
  it('are told one by one, and each pack is one leaf of its text', () =>
    withContext(async (ctx) => {
      await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          writeAudit(ctx, {
            action: 'print',
            outcome: 'success',
            patientId: `p${n}`,
            detail: { note: `dòng\n${n}` },
          }),
        ),
      )
      const events = await told(ctx, 'print')
      assert.deepEqual(
        new Set(events.map((one) => one.patient)),
        new Set(Array.from({ length: 40 }, (_, n) => `p${n}`)),
      )
      assert.equal(new Set(events.map((one) => (JSON.parse(one.content) as { id: string }).id)).size, 40)
      const { rows } = await sql<{ id: string; told: string; leaf_hash: Buffer }>`
        select p.id, p.told, p.leaf_hash from event_pack p`.execute(ctx.db)
      assert.ok(rows.length > 0)
      const head = await orderAllLeaves(ctx)
      for (const { content } of events) {
        const { id } = JSON.parse(content) as { id: string }
        const proof = await proveInclusion(ctx, { auditId: id }, head.size)
        assert.ok(proof && verifyInclusion({ ...proof, root: head.root }))
      }
      for (const row of rows) {
        const hash = createHash('sha256').update(row.told).digest()
        assert.deepEqual(row.leaf_hash, leafHash(Buffer.from(packLine({ facility: 1, id: row.id, hash }))))
      }
    }))

  it('a read of kept bytes is noted with its version and patient, each of many at once', () =>
    withContext(async (ctx) => {
      const ids = await givenPatients(ctx, 20)
      for (let round = 0; round < 3; round++) await Promise.all(ids.map((id) => read(ctx, id)))
      const entities = (await told(ctx, 'read')).map(
        (one) => [one.patient, (JSON.parse(one.content) as { entities: string[] }).entities] as const,
      )
      assert.equal(entities.length, 60)
      for (const id of ids)
        assert.equal(
          entities.filter(([whose, [seen]]) => whose === id && seen === `Patient/${id}/_history/1`).length,
          3,
        )
    }))

  it('what another process wrote, deleted or made again is seen at once', () =>
    withContext(async (ctx) => {
      const [first = '', second = '', third = ''] = await givenPatients(ctx, 3)
      const all = [first, second, third]
      await Promise.all(all.map((id) => read(ctx, id)))
      // A transaction of its own is not kept by this process, as one of another would not be.
      await ctx.db.transaction().execute(async (db) => {
        await commit({ ...ctx, db }, [
          { kind: 'update', resource: { resourceType: 'Patient', id: first, gender: 'female' } },
          { kind: 'delete', type: 'Patient', id: second },
        ])
      })
      const seen = await Promise.allSettled(all.map((id) => read(ctx, id)))
      assert.deepEqual(
        seen.map((one) =>
          one.status === 'fulfilled' ? one.value.version : (one.reason as { code: string }).code,
        ),
        [2, 'store.deleted', 1],
      )
      assert.equal((await told(ctx, 'read')).length, 5)
    }))
})
