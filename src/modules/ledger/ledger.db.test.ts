import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { unzipSync } from 'fflate'
import { sql } from 'kysely'
import { readHeadText } from '#store/ledger/head-text.ts'
import { leafHash } from '#store/ledger/merkle.ts'
import { verifyConsistency, verifyInclusion } from '#store/ledger/verify-proof.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { ChainVerdict, ConsistencyView, HeadsPage, InclusionView, LeavesView } from './contract.ts'
import { proveHeads } from './prove-heads.ts'
import { headDue, signDueHeads } from './sign-due-heads.ts'
import { signHead } from './sign-head.ts'

async function read<T>(client: TestClient, path: string, status = 200): Promise<T> {
  const answer = await client.send('GET', `/api/ledger${path}`)
  assert.equal(answer.status, status, `${path}: ${answer.text.slice(0, 200)}`)
  return answer.body as T
}

const linesOf = async (client: TestClient, kind: string) => {
  const { rows } = await sql<{
    line: string
  }>`select line from ledger_line where kind = ${kind} order by seq`.execute(client.services.db)
  return rows.map(({ line }) => line)
}

const bytesOf = (hex: readonly string[]) => hex.map((one) => Buffer.from(one, 'hex'))
const rootOf = (text: string) => Buffer.from(readHeadText(text)?.root ?? '', 'hex')

/** An entry stands under a head, and where its line is known its hash is that of the line. */
async function proven(client: TestClient, entry: string, head: Head): Promise<void> {
  const told = await read<InclusionView>(client, `/inclusion?entry=${encodeURIComponent(entry)}&size=${head.size}`)
  const { position, size } = told
  const [leaf = Buffer.alloc(0)] = bytesOf([told.leafHash])
  const claim = { position, size, leafHash: leaf, proof: bytesOf(told.proof), root: rootOf(head.text) }
  assert.ok(verifyInclusion(claim), entry)
  if (!entry.startsWith('Encounter/')) assert.deepEqual(leafHash(Buffer.from(entry)), leaf)
}

interface Head {
  readonly size: number
  readonly text: string
}

async function grown(client: TestClient, from: Head, to: Head): Promise<void> {
  const told = await read<ConsistencyView>(client, `/consistency?first=${from.size}&size=${to.size}`)
  assert.ok(
    verifyConsistency({
      first: from.size,
      firstRoot: rootOf(from.text),
      size: to.size,
      root: rootOf(to.text),
      proof: bytesOf(told.proof),
    }),
  )
}

describe('the ledger of a hospital', () => {
  it('signs a head when a record is archived, and proves what the archiving holds', () =>
    withWholeApp(async (client) => {
      const visit = await givenArchivedRecord(client)
      const ctx = contextOf(client.services)
      await orderAllLeaves(ctx)
      assert.deepEqual(await signDueHeads.run(ctx), { expected: 1, processed: 1, failed: 0 })
      const page = await read<HeadsPage>(client, '/heads')
      const [head] = page.heads
      assert.ok(head)
      assert.deepEqual([head.reason, head.faults, head.signer], ['archiving', [], 'Bệnh viện Đa khoa Ngàn Phố'])
      assert.equal(readHeadText(head.text)?.size, head.size)
      assert.equal(head.level, 'B-LTA')

      const archived = await linesOf(client, 'archived')
      assert.match(archived[0] ?? '', new RegExp(`^archived 1 Encounter/${visit.encounterId}/_history/\\d+ `))
      const files = await linesOf(client, 'file')
      const signatures = await linesOf(client, 'signature')
      assert.ok(files.length >= 2 && signatures.length >= 2)
      for (const entry of [...archived, ...files, ...signatures, `Encounter/${visit.encounterId}/_history/1`])
        await proven(client, entry, head)
      assert.equal(await headDue(ctx), undefined)

      await client.send('GET', `/api/records/${visit.encounterId}`)
      await orderAllLeaves(ctx)
      const dayBefore = new Date(ctx.now().getTime() - 86_400_000)
      assert.equal(await headDue({ ...ctx, now: () => dayBefore }), 'interval', 'a clock set back stops no head')
      const later = await signHead(ctx, 'export')
      assert.ok(later && later.size > head.size)
      await grown(client, head, later)
      assert.deepEqual(await read<ChainVerdict>(client, '/heads/check'), {
        heads: 2,
        entries: later.size,
        broken: [],
      })
      const { leafHashes } = await read<LeavesView>(client, '/leaves?from=2&count=3')
      assert.equal(leafHashes.length, 3)

      const taken = await client.send('GET', '/api/ledger/heads/export')
      const entries = unzipSync(taken.body as Uint8Array)
      assert.equal(Buffer.from(entries[`heads/${head.size}.txt`] ?? []).toString(), head.text)
      assert.ok(entries['consistency.json'] && entries['trust/root.pem'])
    }))

  it('answers what it does not have with an error, and opens only for its permission', () =>
    withWholeApp(async (client) => {
      await givenArchivedRecord(client)
      const ctx = contextOf(client.services)
      await orderAllLeaves(ctx)
      const later = await signHead(ctx, 'interval')
      assert.ok(later)
      for (const path of [
        '/inclusion?entry=Patient/nobody/_history/1',
        `/consistency?first=1&size=${later.size + 999}`,
        '/consistency?first=9&size=3',
        '/inclusion?entry=%00',
        '/leaves?from=-1',
      ])
        assert.ok((await client.send('GET', `/api/ledger${path}`)).status >= 400, path)
      const denied = await client.send('GET', '/api/ledger/heads', {
        as: { permissions: new Set(['audit.read']) },
      })
      assert.equal(denied.status, 403)
    }))

  it('keeps only heads that the ledger has, and none is changed afterwards', () =>
    withWholeApp(async (client) => {
      await givenArchivedRecord(client)
      const ctx = contextOf(client.services)
      await orderAllLeaves(ctx)
      const head = await signHead(ctx, 'interval')
      assert.ok(head)
      const forged = head.text.replace(/root ./, (found) => (found.endsWith('0') ? 'root 1' : 'root 0'))
      await assert.rejects(
        sql`select ledger_store_signed_head(1, ${head.size}, now(), 'interval', ${forged}, ${head.signature})`.execute(
          client.services.db,
        ),
        { code: '42501' },
      )
      for (const statement of [
        sql`update signed_head set text = ${forged}`,
        sql`delete from signed_head`,
        sql`delete from ledger_line`,
        sql`select ledger_append(1, 'version', 'version 1 Patient/x/_history/1 00')`,
        sql`select ledger_append_once(1, 'file', 'file 1 x 00')`,
      ])
        await assert.rejects(statement.execute(client.services.db), { code: '42501' })
      await provenForYears(client, head.size)
    }))
})

interface Kept {
  readonly state: string
  readonly level: string
  readonly bytes: number
  readonly next_try: Date | null
}

/** A head of before gets its proofs, and its time stamp is renewed when that grows old; what was signed stays. */
async function provenForYears(client: TestClient, size: number): Promise<void> {
  const ctx = contextOf(client.services)
  const kept = async () => {
    const { rows } = await sql<Kept>`
      select state, level, length(signature) as bytes, next_try from head_proof where size = ${size}`.execute(
      ctx.db,
    )
    assert.ok(rows[0])
    return rows[0]
  }
  const due = (how: string) =>
    sql`
    update head_proof p set next_try = ${ctx.now()}, state = ${how}, level = 'B-T',
      signature = case when ${how} = 'waiting' then h.signature else p.signature end
    from signed_head h where h.facility = p.facility and h.size = p.size and h.size = ${size}`.execute(ctx.db)
  const atOnce = await kept()
  assert.deepEqual([atOnce.state, atOnce.level], ['accepted', 'B-LTA'])
  assert.ok(atOnce.next_try && atOnce.next_try > ctx.now())
  assert.equal((await proveHeads.run(ctx)).expected, 0)
  for (const how of ['waiting', 'accepted']) {
    await due(how)
    const before = await kept()
    assert.deepEqual(await proveHeads.run(ctx), { expected: 1, processed: 1, failed: 0 })
    const after = await kept()
    assert.deepEqual([after.state, after.level], ['accepted', 'B-LTA'])
    assert.ok(after.bytes > before.bytes + 1000, how)
  }
  const [head] = (await read<HeadsPage>(client, '/heads')).heads
  assert.deepEqual([head?.level, head?.faults], ['B-LTA', []])
  await assert.rejects(sql`delete from head_proof`.execute(ctx.db), { code: '42501' })
}
