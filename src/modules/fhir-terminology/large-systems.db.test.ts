import assert from 'node:assert/strict'
import test from 'node:test'
import type { CodeSystemConcept, ValueSetExpansionContains } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { watchStalls } from '#tests/support/stalls.ts'
import { fhirTerminology } from './index.ts'

const setup = { operations: fhirTerminology.fhirOperations ?? [] }
const url = 'http://example.org/CodeSystem/large'
/** More than 4 MB. */
const size = 24_000

/** Chapters of a thousand concepts; every tenth concept is below the one before it. */
function concepts(): CodeSystemConcept[] {
  const chapters: CodeSystemConcept[] = []
  for (let at = 0; at < size; at++) {
    const concept: CodeSystemConcept = {
      code: `K${at}`,
      display: `Mục số ${at} của danh mục lớn`,
      definition: `Định nghĩa dài của mục ${at}, để tài nguyên này vượt quá bốn triệu byte như các danh mục thật`,
      designation: [{ language: 'en', value: `Entry ${at}` }],
      property: [{ code: 'weight', valueDecimal: 1.5 }],
    }
    const chapter = chapters.at(-1)
    if (at % 1000 === 0 || !chapter) chapters.push({ ...concept, concept: [] })
    else chapter.concept?.push(concept)
  }
  return chapters
}

const system = (more: object = {}) => ({
  resourceType: 'CodeSystem',
  id: 'large',
  url,
  version: '1',
  status: 'active',
  content: 'complete',
  language: 'vi',
  caseSensitive: false,
  property: [{ code: 'weight', type: 'decimal' }],
  concept: concepts(),
  ...more,
})

const codes = (contains: readonly ValueSetExpansionContains[] | undefined) =>
  (contains ?? []).map((one) => one.code)

async function expand(send: SendFhir, query: string) {
  const { body } = await send('GET', `/ValueSet/$expand?url=${encodeURIComponent(`${url}?fhir_vs`)}&${query}`)
  return body
}

test('a code system above 4 MB is stored as it came, its concepts in rows', { timeout: 600_000 }, (t) =>
  withFhir(async (send, { db }) => {
    const sent = JSON.stringify(system()).replaceAll('1.5', '1.50')
    assert.ok(sent.length > 4_000_000)
    const stalls = watchStalls()
    const startedAt = performance.now()
    const stored = await send('PUT', '/CodeSystem/large', sent, { prefer: 'return=minimal' })
    const stall = await stalls.end()
    assert.equal(stored.status, 201, stored.text.slice(0, 500))
    t.diagnostic(
      `${size} concepts, ${(sent.length / 1e6).toFixed(1)} MB: stored in ${((performance.now() - startedAt) / 1000).toFixed(1)} s, longest stall ${stall.toFixed(0)} ms of the processor`,
    )
    const read = await send('GET', '/CodeSystem/large')
    const rest = (text: string) => text.slice(text.indexOf('"url"'))
    assert.equal(rest(read.text), rest(sent))
    assert.equal((await send('GET', '/CodeSystem?code=K23999&_summary=count')).body.total, 1)
    const found = await expand(send, 'filter=muc%202399&count=3')
    assert.deepEqual(codes(found.expansion.contains), ['K2399', 'K23990', 'K23991'])
    const looked = await send('GET', '/CodeSystem/large/$validate-code?code=k2399')
    assert.equal(looked.body.parameter.find((one: { name: string }) => one.name === 'result').valueBoolean, true)
    const subsumes = await send('GET', `/CodeSystem/$subsumes?system=${url}&codeA=K2000&codeB=K2399`)
    assert.equal(subsumes.body.parameter[0].valueCode, 'subsumes')
    const { rows } = await sql<{ count: number }>`select count(*) from concept`.execute(db)
    assert.equal(rows[0]?.count, size)
  }, setup),
)

test('a new version of it changes its rows, a small one or none takes them away', () =>
  withFhir(async (send, { db }) => {
    const put = async (body: object) => {
      const answer = await send('PUT', '/CodeSystem/large', body, { prefer: 'return=minimal' })
      assert.ok(answer.status < 300, answer.text.slice(0, 500))
    }
    const count = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*) from concept where replaced_by is null`.execute(db)
      return rows[0]?.count
    }
    const flat = Array.from({ length: 2500 }, (_, at) => ({ code: `F${at}`, display: `Số ${at}` }))
    await put(system({ concept: flat }))
    await put(system({ concept: [{ code: 'F0', display: 'Không' }, ...flat.slice(2)], version: '2' }))
    assert.deepEqual(codes((await expand(send, 'filter=khong&count=5')).expansion.contains), ['F0'])
    assert.deepEqual(codes((await expand(send, 'filter=f1&count=2')).expansion.contains), ['F10', 'F11'])
    assert.equal(await count(), 2499)
    const old = await send('GET', `/CodeSystem/$lookup?system=${url}&version=1&code=F0`)
    assert.equal(old.status, 404)
    await put(system({ concept: flat, version: '2' }))
    assert.deepEqual(codes((await expand(send, 'filter=f1&count=2')).expansion.contains), ['F1', 'F10'])
    await put(system({ concept: flat.slice(0, 3) }))
    assert.equal(await count(), 0)
    assert.deepEqual(codes((await expand(send, 'count=9')).expansion.contains), ['F0', 'F1', 'F2'])
    await put(system({ concept: flat }))
    assert.equal((await send('DELETE', '/CodeSystem/large')).status, 204)
    assert.equal(await count(), 0)
    assert.equal((await expand(send, 'count=1')).resourceType, 'OperationOutcome')
  }, setup))

test('faults in a large code system are told at their place', () =>
  withFhir(async (send) => {
    const flat = Array.from({ length: 2100 }, (_, at) => ({ code: `F${at}`, display: `Số ${at}` }))
    const refused = async (concept: readonly object[], more: object = {}) => {
      const { status, body } = await send('PUT', '/CodeSystem/large', system({ concept, ...more }))
      assert.ok(status === 400 || status === 422, String(status))
      return body.issue.map((one: { expression?: string[] }) => one.expression?.[0])
    }
    const inside = { code: 'G', concept: [{ code: 'H' }, { code: 'I', concept: [{ display: 7 }] }] }
    assert.deepEqual(await refused([...flat, inside]), [
      'CodeSystem.concept[2100].concept[1].concept[0].display',
      'CodeSystem.concept[2100].concept[1].concept[0].code',
    ])
    assert.deepEqual(await refused([...flat, { code: 'G', concept: [{ code: 'F7' }] }]), ['CodeSystem'])
    assert.deepEqual(await refused(flat, { status: 'none' }), ['CodeSystem.status'])
    assert.deepEqual(await refused([...flat, null as unknown as object]), ['CodeSystem.concept[2100]'])
    const many = Array.from({ length: 30_000 }, () => ({ value: 'a' }))
    assert.deepEqual(await refused([...flat, { code: 'G', designation: many }]), ['CodeSystem.concept[2000]'])
    assert.deepEqual(await refused(flat, { identifier: many }), ['CodeSystem'])
  }, setup))
