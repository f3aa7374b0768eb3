import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { contextOf } from '#tests/support/laboratory.ts'
import { orderAllLeaves } from '#tests/support/ledger.ts'
import { givenArchivedRecord } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { FoundEntry, GrowthDay, HeadComparison, ProofView } from './contract.ts'
import { signHead } from './sign-head.ts'

const inspector = { permissions: new Set(['ledger.read']) }

async function get<T>(client: TestClient, path: string): Promise<T> {
  const answer = await client.send('GET', `/api/ledger${path}`, { as: inspector })
  assert.equal(answer.status, 200, answer.text)
  return answer.body as T
}

const find = async (client: TestClient, q: string) =>
  (await get<{ entries: FoundEntry[] }>(client, `/find?q=${encodeURIComponent(q)}`)).entries
const prove = (client: TestClient, entry: string) =>
  get<ProofView>(client, `/proof?entry=${encodeURIComponent(entry)}`)

async function compare(client: TestClient, text: string): Promise<HeadComparison> {
  const answer = await client.send('POST', '/api/ledger/heads/compare', { as: inspector, body: { text } })
  assert.equal(answer.status, 200, answer.text)
  return answer.body as HeadComparison
}

it('a stranger finds a paper by its number, proves it, and compares a head that was kept', () =>
  withWholeApp(async (client) => {
    const visit = await givenArchivedRecord(client)
    const ctx = contextOf(client.services)
    await orderAllLeaves(ctx)
    const head = await signHead(ctx, 'archiving')
    assert.ok(head)

    const record = (await client.send('GET', `/fhir/R4/Encounter/${visit.encounterId}`)).body as {
      identifier: { value: string }[]
    }
    const byNumber = await find(client, record.identifier[0]?.value ?? '')
    const byCode = await find(client, `lanong:records/${visit.encounterId}?x`)
    assert.deepEqual(byNumber, byCode)
    const kinds = new Set(byNumber.map((one) => one.type ?? one.kind))
    assert.ok(['Encounter', 'DocumentReference', 'archived', 'file'].every((one) => kinds.has(one)))
    const file = byNumber.find((one) => one.kind === 'file')?.entry ?? ''
    const [found] = await find(client, file.slice(-64, -48).replace(/(.{4})(?=.)/g, '$1 '))
    assert.equal(found?.entry.slice(-64), file.slice(-64))
    assert.deepEqual(await find(client, 'không có số này'), [])
    for (const hash of await printedHashes(client)) {
      const papers = (await find(client, hash)).filter((one) => one.type === 'DocumentReference')
      assert.ok(papers.length > 0, `${hash}, printed on a paper, is not found`)
      assert.equal((await prove(client, papers[0]?.entry ?? '')).holds, true)
    }

    const paper = byNumber.find((one) => one.type === 'DocumentReference')?.entry ?? ''
    const proof = await prove(client, paper)
    assert.deepEqual([proof.kept, proof.holds, proof.head?.size], ['same', true, head.size])
    assert.deepEqual([(await prove(client, file)).kept, (await prove(client, file)).holds], ['same', true])

    await client.send('GET', `/api/records/${visit.encounterId}`)
    await orderAllLeaves(ctx)
    const later = await signHead(ctx, 'interval')
    assert.ok(later && later.size > head.size)
    assert.equal((await compare(client, later.text)).verdict, 'same')
    const grown = await compare(client, head.text.replaceAll('\n', '\r\n').trimEnd())
    assert.deepEqual([grown.verdict, grown.signedHere, grown.proof.length > 0], ['grown', true, true])
    const changed = (from: RegExp, to: string) => compare(client, head.text.replace(from, to))
    assert.equal((await changed(/root ../, 'root zz')).verdict, 'unreadable')
    assert.equal((await changed(/root \w{64}/, `root ${'0'.repeat(64)}`)).verdict, 'rewritten')
    assert.equal((await changed(/size \d+/, 'size 99999999')).verdict, 'ahead')
    assert.equal((await changed(/facility 1 \S+/, 'facility 1 99999')).verdict, 'foreign')
    const { days } = await get<{ days: GrowthDay[] }>(client, '/growth')
    assert.deepEqual([days[0]?.size, days[0]?.heads], [later.size, 2])

    await tamper(client, paper)
    assert.equal((await prove(client, paper)).kept, 'altered')
    await tamper(client, paper, true)
    assert.equal((await prove(client, paper)).holds, false, 'the hash was changed with the bytes')
  }))

/** What the first signature of each paper prints: how the hash of the file begins that its signer was shown. */
async function printedHashes(client: TestClient): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ unsigned: string; now: string }>`
    select convert_from(v.content, 'UTF8')::jsonb #>> '{content,0,attachment,url}' as unsigned,
      convert_from(r.content, 'UTF8')::jsonb #>> '{content,0,attachment,url}' as now
    from resource r join resource_type t on t.id = r.type and t.name = 'DocumentReference'
    join resource_version v on v.facility = r.facility and v.type = r.type and v.id = r.id and v.version = 1
    where convert_from(r.content, 'UTF8')::jsonb ->> 'docStatus' = 'final'`.execute(client.services.db)
  const printed = rows
    .filter((row) => row.unsigned !== row.now)
    .map((row) => row.unsigned.slice(-64, -48).replace(/(.{4})(?=.)/g, '$1 '))
  assert.ok(printed.length >= 2, 'papers that were signed')
  return new Set(printed)
}

/** As one would who has the database: past the program, its rights and its triggers. */
async function tamper(client: TestClient, entry: string, hashToo = false): Promise<void> {
  const [, id = '', , version = ''] = entry.split('/')
  const content = `convert_to(convert_from(content, 'UTF8') || ' ', 'UTF8')`
  const connection = await client.services.pool.connect()
  try {
    await connection.query('set role none')
    await connection.query('set session_replication_role = replica')
    await connection.query(
      `update resource_version set content = ${content}${hashToo ? `, hash = sha256(${content})` : ''}
       where facility = 1 and id = $1 and version = $2`,
      [id, Number(version)],
    )
  } finally {
    connection.release(true)
  }
}
