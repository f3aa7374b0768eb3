import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import { codeOf, type FhirMethod, type SendFhir, withFhir } from '#tests/support/fhir.ts'

const identified = (value: string, id?: string) => ({
  resourceType: 'Patient',
  ...(id === undefined ? {} : { id }),
  identifier: [{ system: 'urn:x', value }],
})

interface Step {
  readonly what: string
  readonly method: FhirMethod
  readonly url: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly status: number
  readonly code?: string
}

async function run(send: SendFhir, steps: readonly Step[]): Promise<void> {
  for (const { what, method, url, body, headers, status, code } of steps) {
    const answer = await send(method, url, body, headers)
    assert.equal(answer.status, status, `${what}: ${method} ${url} → ${answer.text.slice(0, 300)}`)
    if (code !== undefined) assert.equal(codeOf(answer), code, what)
  }
}

describe('update and delete', () => {
  it('follow http.html step by step', () =>
    withFhir((send) =>
      run(send, [
        { what: 'update as create', method: 'PUT', url: '/Patient/p', body: identified('1', 'p'), status: 201 },
        { what: 'update', method: 'PUT', url: '/Patient/p', body: identified('1', 'p'), status: 200 },
        {
          what: 'right version',
          method: 'PUT',
          url: '/Patient/p',
          body: identified('1', 'p'),
          headers: { 'if-match': 'W/"2"' },
          status: 200,
        },
        {
          what: 'old version',
          method: 'PUT',
          url: '/Patient/p',
          body: identified('1', 'p'),
          headers: { 'if-match': 'W/"2"' },
          status: 412,
          code: 'store.versionConflict',
        },
        {
          what: 'version of what is not there',
          method: 'PUT',
          url: '/Patient/q',
          body: identified('1', 'q'),
          headers: { 'if-match': 'W/"1"' },
          status: 412,
        },
        {
          what: 'a tag never given out',
          method: 'PUT',
          url: '/Patient/p',
          body: identified('1', 'p'),
          headers: { 'if-match': 'W/"4a"' },
          status: 412,
          code: 'fhirApi.ifMatchUnknown',
        },
        {
          what: 'no id',
          method: 'PUT',
          url: '/Patient/p',
          body: identified('1'),
          status: 400,
          code: 'store.idMismatch',
        },
        { what: 'other id', method: 'PUT', url: '/Patient/p', body: identified('1', 'q'), status: 400 },
        {
          what: 'other type',
          method: 'PUT',
          url: '/Group/p',
          body: identified('1', 'p'),
          status: 400,
          code: 'fhirApi.wrongType',
        },
        { what: 'no type', method: 'POST', url: '/Patient', body: {}, status: 400, code: 'fhirApi.wrongType' },
        { what: 'no body', method: 'POST', url: '/Patient', status: 400, code: 'fhirApi.bodyMissing' },
        { what: 'POST at an id', method: 'POST', url: '/Patient/p', body: identified('1', 'p'), status: 405 },
        {
          what: 'delete, wrong version',
          method: 'DELETE',
          url: '/Patient/p',
          headers: { 'if-match': 'W/"1"' },
          status: 412,
        },
        { what: 'delete', method: 'DELETE', url: '/Patient/p', status: 204 },
        { what: 'delete again', method: 'DELETE', url: '/Patient/p', status: 204 },
        { what: 'delete what never was', method: 'DELETE', url: '/Patient/never', status: 204 },
        {
          what: 'delete a version of nothing',
          method: 'DELETE',
          url: '/Patient/never',
          headers: { 'if-match': 'W/"1"' },
          status: 412,
        },
        { what: 'read the deleted', method: 'GET', url: '/Patient/p', status: 410 },
        { what: 'bring back', method: 'PUT', url: '/Patient/p', body: identified('1', 'p'), status: 201 },
      ]),
    ))

  it('ask for the version where the setting says so', () =>
    withFhir(
      (send) =>
        run(send, [
          { what: 'make', method: 'PUT', url: '/Patient/p', body: identified('1', 'p'), status: 201 },
          {
            what: 'overwrite unseen',
            method: 'PUT',
            url: '/Patient/p',
            body: identified('1', 'p'),
            status: 412,
            code: 'fhirApi.versionNeeded',
          },
          {
            what: 'with its version',
            method: 'PUT',
            url: '/Patient/p',
            body: identified('1', 'p'),
            headers: { 'if-match': 'W/"1"' },
            status: 200,
          },
        ]),
      { config: { fhirUpdatesNeedVersion: true } },
    ))
})

describe('conditional interactions', () => {
  const one = '?identifier=urn:x|1'
  it('choose by a search, and refuse what is not one', () =>
    withFhir((send) =>
      run(send, [
        {
          what: 'create, none',
          method: 'POST',
          url: '/Patient',
          body: identified('1'),
          headers: { 'if-none-exist': 'identifier=urn:x|1' },
          status: 201,
        },
        {
          what: 'create, one',
          method: 'POST',
          url: '/Patient',
          body: identified('1'),
          headers: { 'if-none-exist': 'Patient?identifier=urn:x|1' },
          status: 200,
        },
        {
          what: 'create, empty condition',
          method: 'POST',
          url: '/Patient',
          body: identified('1'),
          headers: { 'if-none-exist': '_count=1' },
          status: 412,
          code: 'fhirApi.conditionEmpty',
        },
        {
          what: 'create, unknown parameter',
          method: 'POST',
          url: '/Patient',
          body: identified('1'),
          headers: { 'if-none-exist': 'nonsense=1' },
          status: 400,
          code: 'store.unknownParameter',
        },
        { what: 'update, one', method: 'PUT', url: `/Patient${one}`, body: identified('1'), status: 200 },
        {
          what: 'update, one with another id',
          method: 'PUT',
          url: `/Patient${one}`,
          body: identified('1', 'other'),
          status: 400,
        },
        {
          what: 'update, none',
          method: 'PUT',
          url: '/Patient?identifier=urn:x|2',
          body: identified('2'),
          status: 201,
        },
        {
          what: 'update, none with an id',
          method: 'PUT',
          url: '/Patient?identifier=urn:x|3',
          body: identified('3', 'three'),
          status: 201,
        },
        {
          what: 'update, none, the id is taken',
          method: 'PUT',
          url: '/Patient?identifier=urn:x|4',
          body: identified('4', 'three'),
          status: 409,
          code: 'store.exists',
        },
        {
          what: 'update without a condition',
          method: 'PUT',
          url: '/Patient',
          body: identified('1'),
          status: 412,
          code: 'fhirApi.conditionEmpty',
        },
        { what: 'make a second', method: 'POST', url: '/Patient', body: identified('1'), status: 201 },
        {
          what: 'create, several',
          method: 'POST',
          url: '/Patient',
          body: identified('1'),
          headers: { 'if-none-exist': 'identifier=urn:x|1' },
          status: 412,
          code: 'store.notFoundOnce',
        },
        { what: 'update, several', method: 'PUT', url: `/Patient${one}`, body: identified('1'), status: 412 },
        { what: 'delete, several', method: 'DELETE', url: `/Patient${one}`, status: 412 },
        { what: 'delete, none', method: 'DELETE', url: '/Patient?identifier=urn:x|9', status: 204 },
        { what: 'delete, one', method: 'DELETE', url: '/Patient?identifier=urn:x|2', status: 204 },
        { what: 'gone', method: 'GET', url: '/Patient/three', status: 200 },
        {
          what: 'delete everything',
          method: 'DELETE',
          url: '/Patient?_count=100',
          status: 412,
          code: 'fhirApi.conditionEmpty',
        },
        {
          what: 'delete, count out of range',
          method: 'DELETE',
          url: `/Patient${one}&_count=-1`,
          status: 400,
          code: 'fhirApi.badParameter',
        },
        {
          what: 'delete, more than the count',
          method: 'DELETE',
          url: `/Patient${one}&_count=1`,
          status: 412,
          code: 'fhirApi.tooMany',
        },
        { what: 'delete both', method: 'DELETE', url: `/Patient${one}&_count=2`, status: 204 },
        { what: 'nothing left', method: 'DELETE', url: `/Patient${one}`, status: 204 },
      ]),
    ))

  it('create exactly one when 64 ask at once', () =>
    withFhir(async (send) => {
      for (const value of ['a', 'b', 'c']) {
        const headers = { 'if-none-exist': `identifier=urn:x|${value}` }
        const answers = await Promise.all(
          Array.from({ length: 64 }, () => send('POST', '/Patient', identified(value), headers)),
        )
        assert.deepEqual(answers.map((one) => one.status).sort(), [...Array(63).fill(200), 201])
        assert.equal(new Set(answers.map((one) => one.body.id)).size, 1)
      }
    }))
})

describe('what a write answers', () => {
  it('is the resource, nothing or an outcome, as preferred', () =>
    withFhir(async (send) => {
      const body = identified('1')
      const whole = await send('POST', '/Patient', body)
      assert.equal(whole.body.meta.versionId, '1')
      assert.match(String(whole.headers['location']), new RegExp(`/fhir/R4/Patient/${whole.body.id}/_history/1$`))
      assert.deepEqual([whole.headers['etag'], typeof whole.headers['last-modified']], ['W/"1"', 'string'])
      const minimal = await send('POST', '/Patient', body, { prefer: 'return=minimal' })
      assert.deepEqual([minimal.status, minimal.text, minimal.headers['etag']], [201, '', 'W/"1"'])
      const outcome = await send('POST', '/Patient', body, { prefer: 'handling=strict, return=OperationOutcome' })
      assert.deepEqual([outcome.status, outcome.body.resourceType], [201, 'OperationOutcome'])
      const same = await send('POST', '/Patient', { ...body, id: 'mine' })
      assert.notEqual(same.body.id, 'mine')
    }))

  it('is the first answer when a command is repeated', () =>
    withFhir(async (send) => {
      const headers = { 'x-command-id': uuidv7() }
      const [one, two] = [
        await send('POST', '/Patient', identified('1'), headers),
        await send('POST', '/Patient', identified('1'), headers),
      ]
      assert.deepEqual([one.body.id, two.status], [two.body.id, 201])
      assert.equal((await send('GET', '/Patient?_summary=count')).body.total, 1)
      assert.equal((await send('POST', '/Patient', identified('2'), headers)).status, 409)
    }))
})
