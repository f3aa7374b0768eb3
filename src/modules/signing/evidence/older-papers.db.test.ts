import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { contextOf } from '#tests/support/laboratory.ts'
import { givenSignedVisit } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import { payDebts } from './pay-debts.ts'

it('a paper that was signed before proofs were noted is owed them and gets them', () =>
  withWholeApp(async (client) => {
    await givenSignedVisit(client)
    const ctx = contextOf(client.services)
    const { rows: before } = await sql<{ n: number }>`select count(*)::int as n from paper_evidence`.execute(
      ctx.db,
    )
    await sql`delete from paper_evidence`.execute(ctx.db)
    const { rows } = await sql<{ n: number }>`select paper_evidence_mend() as n`.execute(ctx.db)
    assert.deepEqual(rows, before)
    assert.ok((rows[0]?.n ?? 0) >= 2)
    await sql`update paper_evidence set next_try = ${ctx.now()}`.execute(ctx.db)
    await payDebts.run(ctx)
    const { rows: after } = await sql`select distinct state, level from paper_evidence`.execute(ctx.db)
    assert.deepEqual(after, [{ state: 'accepted', level: 'B-LTA' }])
    const again = await sql<{ n: number }>`select paper_evidence_mend() as n`.execute(ctx.db)
    assert.equal(again.rows[0]?.n, 0)
  }))
