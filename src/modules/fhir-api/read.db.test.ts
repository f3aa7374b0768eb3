import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { codeOf, type FhirMethod, type SendFhir, withFhir } from '#tests/support/fhir.ts'

const patient = { resourceType: 'Patient', id: 'p1', name: [{ family: 'Đặng' }] }
/** Method, address, headers, status, code of the refusal. */
type Row = readonly [FhirMethod, string, Record<string, string>, number, string?]

const at = 'Mon, 23 Nov 2026 03:42:00 GMT'
const rows: readonly Row[] = [
  ['GET', '/Patient/p1', {}, 200],
  ['HEAD', '/Patient/p1', {}, 200],
  ['GET', '/Patient/none', {}, 404, 'common.notFound'],
  ['GET', '/Patient/gone', {}, 410, 'store.deleted'],
  ['HEAD', '/Patient/gone', {}, 410],
  ['GET', '/Nothing/p1', {}, 404, 'fhirApi.unknownType'],
  ['GET', '/Patient/p1/_history/1', {}, 200],
  ['GET', '/Patient/p1/_history/2', {}, 200],
  ['GET', '/Patient/p1/_history/3', {}, 404, 'store.noVersion'],
  ['GET', '/Patient/p1/_history/0', {}, 404, 'store.noVersion'],
  ['GET', '/Patient/p1/_history/x', {}, 404, 'store.noVersion'],
  ['GET', '/Patient/gone/_history/1', {}, 200],
  ['GET', '/Patient/gone/_history/2', {}, 410, 'store.deleted'],
  ['GET', '/Patient/p1', { 'if-none-match': 'W/"2"' }, 304],
  ['GET', '/Patient/p1', { 'if-none-match': '"2"' }, 304],
  ['GET', '/Patient/p1', { 'if-none-match': 'W/"7", W/"2"' }, 304],
  ['GET', '/Patient/p1', { 'if-none-match': '*' }, 304],
  ['GET', '/Patient/p1', { 'if-none-match': 'W/"1"' }, 200],
  ['GET', '/Patient/p1', { 'if-none-match': 'W/"4a"' }, 200],
  ['GET', '/Patient/p1/_history/1', { 'if-none-match': 'W/"1"' }, 304],
  ['GET', '/Patient/p1', { 'if-modified-since': at }, 304],
  ['GET', '/Patient/p1', { 'if-modified-since': 'Sun, 22 Nov 2026 03:42:00 GMT' }, 200],
  ['GET', '/Patient/p1', { 'if-none-match': 'W/"1"', 'if-modified-since': at }, 200],
  ['GET', '/Patient/p1', { 'if-modified-since': 'yesterday' }, 400, 'fhirApi.badHeader'],
  ['GET', '/Patient/%zz', {}, 400],
  ['GET', '/Patient/%00', {}, 404, 'common.notFound'],
  ['GET', '/Patient/p1%00', {}, 404, 'common.notFound'],
  ['GET', '/Patient/p1?_summary=%C3%28', {}, 400, 'fhirApi.badEncoding'],
]

async function check(send: SendFhir, [method, url, headers, status, code]: Row): Promise<void> {
  const answer = await send(method, url, undefined, headers)
  const told = `${method} ${url} ${JSON.stringify(headers)} → ${answer.text.slice(0, 300)}`
  assert.equal(answer.status, status, told)
  if (code !== undefined) assert.equal(codeOf(answer), code, told)
  if (status >= 400 && method === 'GET') assert.equal(answer.body?.resourceType, 'OperationOutcome', told)
  if (status === 304 || method === 'HEAD') assert.equal(answer.text, '', told)
}

describe('read and vread', () => {
  it('answer with the status of http.html and one of our codes', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p1', patient)
      await send('PUT', '/Patient/p1', { ...patient, gender: 'female' })
      await send('PUT', '/Patient/gone', { ...patient, id: 'gone' })
      await send('DELETE', '/Patient/gone')
      for (const row of rows) await check(send, row)
      const head = await send('HEAD', '/Patient/p1')
      assert.deepEqual([head.headers['etag'], head.headers['last-modified']], ['W/"2"', at])
    }))

  it('keep the digits, the order and the extensions of primitives', () =>
    withFhir(async (send) => {
      const text =
        '{"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"valueQuantity":{"value":61.50},"_issued":{"extension":[{"url":"urn:x","valueCode":"unknown"}]}}'
      await send('PUT', '/Observation/o', text)
      const stored = (await send('GET', '/Observation/o')).text
      assert.match(stored, /"status":"final","code":\{"text":"x"\},"valueQuantity":\{"value":61\.50\},"_issued"/)
    }))

  it('are audited before the answer, also when nothing has changed', () =>
    withFhir(async (send, services) => {
      await send('PUT', '/Patient/p1', patient)
      await send('GET', '/Patient/p1')
      await send('GET', '/Patient/p1', undefined, { 'if-none-match': 'W/"1"' })
      await send('GET', '/Patient?family=Đặng')
      const { rows: events } = await sql<{
        action: string
        patient: string
      }>`select action, patient from audit_told order by seq, n`.execute(services.db)
      assert.deepEqual(
        events.map((one) => `${one.action} ${one.patient}`),
        ['create p1', 'read p1', 'read p1', 'search p1'],
      )
    }))

  it('ask for a permission, and refusals are in the audit trail', () =>
    withFhir(
      async (send, services) => {
        assert.equal((await send('GET', '/Patient')).status, 403)
        assert.equal((await send('PUT', '/Patient/p1', patient)).status, 403)
        assert.equal((await send('GET', '/metadata')).status, 200)
        const { rows: events } = await sql`select outcome from audit_told`.execute(services.db)
        assert.deepEqual(events, [{ outcome: 'refused' }, { outcome: 'refused' }])
      },
      { who: { permissions: new Set() } },
    ))

  it('ask for a login', () =>
    withFhir(
      async (send) => {
        assert.equal((await send('GET', '/Patient')).status, 401)
        assert.equal((await send('POST', '/', { resourceType: 'Bundle', type: 'batch' })).status, 401)
      },
      { who: 'nobody' },
    ))
})
