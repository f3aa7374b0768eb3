import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { exportHospital } from '#modules/ledger/index.ts'
import {
  ensureDemoSigners,
  hospitalFiles,
  installedTrust,
  rootPems,
  verifyHospital,
  verifyPaper,
} from '#modules/signing/index.ts'
import { filesOf } from '#modules/signing/record-archive/sealed-files.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { director, givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { reviewed } from '#tests/support/papers-to-sign.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { done, givenArchivedRecord } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { has } from '#tests/support/signing.ts'
import { pin, withWholeApp } from '#tests/support/whole-app.ts'
import type { WaitingPaper } from '../signing/contract.ts'
import type { Candidate, DestructionView } from './contract.ts'

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code

/** An export of the hospital afterwards names the destruction as lawful; without its trace in the ledger it is a loss. */
async function exportedWhole(client: TestClient, encounterId: string): Promise<void> {
  const ctx = contextOf(client.services)
  const files = new Map<string, Buffer>()
  await exportHospital(ctx, async (path, bytes) => void files.set(path, bytes))
  const trust = await installedTrust(ctx)
  const verdict = verifyHospital(filesOf(files), trust)
  assert.deepEqual(verdict?.faults, [])
  assert.equal(verdict?.ok, true)
  assert.deepEqual(
    verdict?.erasures.map(({ record, proven }) => [record, proven]),
    [[`Encounter/${encounterId}`, true]],
  )
  const told = files.get(hospitalFiles.erasedPath)?.toString('utf8') ?? ''
  const other = new Map(files).set(hospitalFiles.erasedPath, Buffer.from(told.replace(/^\{.*\},\n/m, '')))
  const faults = verifyHospital(filesOf(other), trust)?.faults.map((one) => one.fault)
  assert.deepEqual([...new Set(faults)].sort(), ['content-missing', 'erasure-unproven'])
  const silent = verifyHospital(
    filesOf(new Map([...files].filter(([path]) => path !== hospitalFiles.erasedPath))),
    trust,
  )
  assert.ok(silent?.faults.some((one) => one.fault === 'content-missing'))
  if (has('python3')) askPython(files, other, String(rootPems(trust)[0]?.[1] ?? ''))
}

function askPython(whole: ReadonlyMap<string, Buffer>, other: ReadonlyMap<string, Buffer>, pem: string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'lanong-erased-'))
  for (const [name, files] of Object.entries({ whole, other }))
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(scratch, name, path)), { recursive: true })
      writeFileSync(join(scratch, name, path), bytes)
    }
  writeFileSync(join(scratch, 'root.pem'), pem)
  const folders = [join(scratch, 'whole'), join(scratch, 'other')]
  const words = ['tools/verify_ledger.py', '--json', '--trust', join(scratch, 'root.pem'), ...folders]
  const { stdout } = spawnSync('python3', words, { encoding: 'utf8', maxBuffer: 1 << 28 })
  const judged = JSON.parse(stdout) as Record<string, [string, string][]>
  assert.deepEqual(judged[folders[0] ?? ''], [])
  const kinds = new Set((judged[folders[1] ?? ''] ?? []).map(([, fault]) => fault))
  assert.deepEqual([...kinds].sort(), ['changed', 'content-missing', 'erasure-unproven'])
}

/** The minutes are a paper: officer and director find them among what waits for them, and sign. */
async function signedByMembers(client: TestClient, id: string): Promise<void> {
  const ctx = contextOf(client.services)
  const people = [officer, director].map(({ id: accountId = '', practitionerId = '', name = '' }) => ({
    accountId,
    practitionerId,
    name,
  }))
  await ensureDemoSigners(ctx, people, 'Bệnh viện Đa khoa Ngàn Phố')
  const lists = async () =>
    (await done<{ lists: DestructionView[] }>(client, 'GET', '/record-destructions')).lists.find(
      (one) => one.id === id,
    )
  assert.deepEqual(
    (await lists())?.signatures.map((one) => one.signedAt),
    [undefined, undefined],
  )
  for (const as of [officer, director]) {
    const waiting = await client.send('GET', '/api/signing/mine', { as })
    const [paper, ...others] = (waiting.body as { papers: WaitingPaper[] }).papers
    assert.ok(paper && others.length === 0, waiting.text)
    assert.equal(paper.recordNumber, 'TH/0001')
    const documents = [{ id: paper.id, version: paper.version, sha256: paper.sha256 }]
    const signed = await client.send('POST', '/api/signing/sign', {
      as,
      body: { documents, batch: await reviewed(client, [paper], as), pin },
    })
    assert.deepEqual([signed.status, (signed.body as { failed?: unknown[] }).failed], [200, []], signed.text)
  }
  assert.equal((await lists())?.signatures.filter((one) => one.signedAt).length, 2)
  const minutes = await client.send('GET', `/api/record-destructions/${id}/minutes`)
  const verdict = verifyPaper(minutes.body as Buffer, await installedTrust(ctx))
  assert.deepEqual([verdict.verdict, verdict.signatures.length, verdict.open], ['whole', 2, []])
}

describe('destruction of records', () => {
  it('erases what two persons decided, proves it, and leaves everything else', () => {
    let now = new Date('2026-11-23T03:42:00Z')
    return withWholeApp(
      async (client) => {
        const [gone, held] = [await givenArchivedRecord(client), await givenArchivedRecord(client)]
        await givenOfficeStaff(client)
        const { db, blobs } = client.services
        const list =
          (
            await sql<{ text: string }>`
          select string_agg(convert_from(content, 'UTF8'), '') as text from resource_version where record = ${gone.encounterId}`.execute(
              db,
            )
          ).rows[0]?.text ?? ''
        const files = new Set([...list.matchAll(/urn:lanong:blob:([0-9a-f]{64})/g)].map((one) => one[1] ?? ''))
        assert.ok(files.size > 0)
        const prepare = (encounterIds: string[]) =>
          client.send('POST', '/api/record-destructions', { as: officer, body: { encounterIds, note: '' } })
        assert.equal(code(await prepare([gone.encounterId])), 'destruction.notDue')

        now = new Date('2037-01-02T03:00:00Z')
        const { candidates } = await done<{ candidates: Candidate[] }>(client, 'GET', '/record-destructions')
        assert.equal(candidates.length, 2)
        const { id } = (await prepare([gone.encounterId, held.encounterId])).body as { id: string }
        assert.equal(code(await prepare([gone.encounterId])), 'destruction.notDue')
        const decide = (as: object, decision = 'approved') =>
          client.send('POST', `/api/record-destructions/${id}/decide`, { as, body: { decision, note: 'Đồng ý' } })
        const carryOut = () => client.send('POST', `/api/record-destructions/${id}/carry-out`, { as: officer })
        assert.equal(code(await carryOut()), 'destruction.notApproved')
        await assert.rejects(
          sql`select record_erase(1, ${id}::uuid, ${gone.encounterId}, '2037-01-02')`.execute(db),
        )
        assert.equal(code(await decide(officer)), 'destruction.secondPerson')
        assert.equal((await decide(director)).status, 204)
        await done(client, 'POST', `/records/${held.encounterId}/hold`, {
          basis: 'Công văn 7/TAND',
          reason: 'Tòa án yêu cầu giữ nguyên',
        })
        await sql`select store_words(1, b.run, 0, 0, 100000) from store_words_begin(1) b`.execute(db)
        const words = async () =>
          (
            await sql<{ n: number }>`select count(*)::int as n from search_word w
              join resource_version v on v.facility = w.facility and v.seq = w.seq where v.record = ${gone.encounterId}`.execute(
              db,
            )
          ).rows[0]?.n ?? 0
        assert.ok((await words()) > 10)
        const answer = await carryOut()
        const view = answer.body as DestructionView
        assert.equal(view.state, 'done', answer.text)
        assert.deepEqual(
          view.items.map((one) => [one.encounterId, one.erasedAt !== undefined, one.leftOver]).sort(),
          [
            [gone.encounterId, true, undefined],
            [held.encounterId, false, 'hold'],
          ].sort(),
        )

        const left = await sql<{ n: number }>`
          select count(*)::int as n from resource_version where record = ${gone.encounterId} and length(content) > 0`.execute(
          db,
        )
        assert.equal(left.rows[0]?.n, 0)
        assert.equal(await words(), 0)
        for (const file of files) assert.equal(await blobs.has(file), false, file)
        const leaves = await sql<{ wrong: number; all: number }>`
          select count(*)::int as all, count(*) filter (where l.leaf_hash <> sha256('\\x00'::bytea || convert_to('version 1 '
            || t.name || '/' || v.id || '/_history/' || v.version || ' ' || encode(v.hash, 'hex'), 'UTF8')))::int as wrong
          from resource_version v
          join (select seq, leaf_hash from ledger_position union all select seq, leaf_hash from ledger_waiting) l on l.seq = v.seq
          join resource_type t on t.id = v.type where v.record = ${gone.encounterId}`.execute(db)
        assert.ok((leaves.rows[0]?.all ?? 0) > 10)
        assert.equal(leaves.rows[0]?.wrong, 0, 'every leaf of the ledger still proves what was erased')
        assert.equal((await client.send('GET', `/fhir/R4/Encounter/${gone.encounterId}`)).status, 410)
        assert.equal((await client.send('GET', `/api/records/${held.encounterId}`)).status, 200)

        const proof = await done<{ left: object; versions: unknown[]; files: string[] }>(
          client,
          'GET',
          `/record-destructions/${id}/proof`,
        )
        assert.deepEqual(proof.left, { versions: 0, files: 0 })
        assert.equal(proof.versions.length, leaves.rows[0]?.all)
        assert.deepEqual(new Set(proof.files), files)
        const minutes = await client.send('GET', `/api/record-destructions/${id}/minutes`)
        const text = (await pdfTexts(minutes.body as Buffer)).join(' ')
        for (const part of ['BIÊN BẢN HỦY', officer.name, director.name, 'LT26/000001', 'Chưa hủy'])
          assert.ok(text.includes(part ?? ''), part)
        now = new Date('2026-11-23T04:00:00Z') // the certificates of the demo do not live until the destruction
        await signedByMembers(client, id)
        await exportedWhole(client, gone.encounterId)
        const again = (await carryOut()).body as DestructionView
        assert.equal(again.doneAt, view.doneAt)
      },
      { now: () => now },
    )
  })
})
