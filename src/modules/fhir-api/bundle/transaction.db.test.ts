import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import { codeOf, type FhirReply, type SendFhir, withFhir } from '#tests/support/fhir.ts'

interface Request {
  readonly method: string
  readonly url: string
  readonly [header: string]: string
}
const entry = (request: Request, resource?: unknown, fullUrl?: string) => ({
  ...(fullUrl === undefined ? {} : { fullUrl }),
  ...(resource === undefined ? {} : { resource }),
  request,
})
const post = (resource: { resourceType: string }, fullUrl?: string, ifNoneExist?: string) =>
  entry({ method: 'POST', url: resource.resourceType, ...(ifNoneExist ? { ifNoneExist } : {}) }, resource, fullUrl)
const transaction = (...entries: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry: entries })

const patient = (value: string, more: object = {}) => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:x', value }],
  ...more,
})
const condition = (reference: string, more: object = {}) => ({
  resourceType: 'Condition',
  subject: { reference },
  ...more,
})

const statuses = (reply: FhirReply) =>
  reply.body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3))
const placeOf = (reply: FhirReply, at: number): string =>
  /R4\/(\w+\/[^/]+)\/_history/.exec(reply.body.entry[at].response.location)?.[1] ?? ''
const count = async (send: SendFhir, query: string) =>
  (await send('GET', `/${query}${query.includes('?') ? '&' : '?'}_summary=count`)).body.total

describe('a transaction', () => {
  it('is processed DELETE, POST, PUT and PATCH, GET, and answered in its own order', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/old', patient('1', { id: 'old' }))
      await send('PUT', '/Patient/kept', patient('2', { id: 'kept' }))
      const answer = await send(
        'POST',
        '/',
        transaction(
          entry({ method: 'GET', url: 'Patient?identifier=urn:x|1' }),
          entry({ method: 'PUT', url: 'Patient/put' }, patient('3', { id: 'put' })),
          post(patient('1'), undefined, 'identifier=urn:x|1'),
          entry(
            { method: 'PATCH', url: 'Patient/kept' },
            {
              resourceType: 'Binary',
              contentType: 'application/json-patch+json',
              data: Buffer.from('[{"op":"add","path":"/active","value":true}]').toString('base64'),
            },
          ),
          entry({ method: 'DELETE', url: 'Patient/old' }),
          entry({ method: 'HEAD', url: 'Patient/put' }),
        ),
      )
      assert.deepEqual(statuses(answer), ['200', '201', '201', '200', '204', '200'], answer.text)
      const found = answer.body.entry[0].resource.entry
      assert.deepEqual([found.length, `Patient/${found[0].resource.id}`], [1, placeOf(answer, 2)])
      assert.equal(answer.body.entry[5].resource, undefined)
      assert.equal((await send('GET', '/Patient/kept')).body.active, true)
    }))

  it('rewrites links by the type of the element, in narratives and attachments too', () =>
    withFhir(async (send) => {
      const url = 'urn:uuid:0d9b5f24-2f1c-4f0e-9e0a-2f7d1f0c0001'
      const file = 'urn:uuid:0d9b5f24-2f1c-4f0e-9e0a-2f7d1f0c0002'
      const answer = await send(
        'POST',
        '/',
        transaction(
          post(patient('1', { identifier: [{ system: url, value: url }] }), url),
          post({ resourceType: 'Binary', contentType: 'text/plain', data: 'eA==' } as never, file),
          post({
            resourceType: 'DocumentReference',
            status: 'current',
            description: url,
            subject: { reference: url },
            content: [{ attachment: { url: file } }],
            text: {
              status: 'generated',
              div: `<div xmlns="http://www.w3.org/1999/xhtml"><a href="${url}">${url}</a><img src="${file}" alt="x"/></div>`,
            },
          } as never),
        ),
      )
      const [to, binary] = [placeOf(answer, 0), placeOf(answer, 1)]
      const made = (await send('GET', `/${placeOf(answer, 2)}`)).body
      assert.deepEqual(
        [made.subject.reference, made.content[0].attachment.url, made.description],
        [to, binary, url],
      )
      assert.match(made.text.div, new RegExp(`<a href="${to}">${url}</a><img src="${binary}"`))
      const { identifier } = (await send('GET', `/${to}`)).body
      assert.deepEqual(identifier, [{ system: to, value: url }])
    }))

  it('completes a relative reference by the address of its entry', () =>
    withFhir(async (send) => {
      const from = 'http://other.example/fhir'
      const answer = await send(
        'POST',
        '/',
        transaction(post(patient('1'), `${from}/Patient/7`), post(condition('Patient/7'), `${from}/Condition/8`)),
      )
      assert.deepEqual(statuses(answer), ['201', '201'], answer.text)
      assert.equal((await send('GET', `/${placeOf(answer, 1)}`)).body.subject.reference, placeOf(answer, 0))
    }))

  it('resolves conditional references, also to what it makes itself', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p', patient('1', { id: 'p' }))
      const stored = await send('POST', '/', transaction(post(condition('Patient?identifier=urn:x|1'))))
      assert.equal((await send('GET', `/${placeOf(stored, 0)}`)).body.subject.reference, 'Patient/p')
      const own = await send(
        'POST',
        '/',
        transaction(post(condition('Patient?identifier=urn:x|2'), 'urn:uuid:c'), post(patient('2'))),
      )
      assert.deepEqual(statuses(own), ['201', '201'], own.text)
      assert.equal((await send('GET', `/${placeOf(own, 0)}`)).body.subject.reference, placeOf(own, 1))
      const none = await send(
        'POST',
        '/',
        transaction(post(condition('Patient?identifier=urn:x|3')), post(patient('4'))),
      )
      assert.deepEqual([none.status, codeOf(none)], [412, 'store.notFoundOnce'])
      assert.equal(await count(send, 'Patient'), 2)
    }))

  it('refuses all of itself when one entry cannot be done', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p', patient('1', { id: 'p' }))
      const good = post(patient('2'))
      const url = 'urn:uuid:same'
      const put = (id: string, more: object = {}) =>
        entry({ method: 'PUT', url: `Patient/${id}`, ...more }, patient('1', { id }))
      const patch = entry({ method: 'PATCH', url: 'Patient/p' }, { resourceType: 'Parameters', parameter: [] })
      const rows: readonly (readonly [string, readonly unknown[], number, string?])[] = [
        ['a read that fails', [good, entry({ method: 'GET', url: 'Patient/none' })], 404],
        ['a reference to nothing', [good, post(condition('Patient/none'))], 422],
        ['an unresolved urn:uuid', [good, post(condition('urn:uuid:none'))], 422],
        ['an old version', [good, put('p', { ifMatch: 'W/"7"' })], 412],
        [
          'a deletion of an old version',
          [good, entry({ method: 'DELETE', url: 'Patient/p', ifMatch: 'W/"7"' })],
          412,
        ],
        ['the same resource twice', [put('p'), put('p')], 400, 'store.twice'],
        ['changed and deleted', [put('p'), entry({ method: 'DELETE', url: 'Patient/p' })], 400, 'store.twice'],
        ['changed and patched', [put('p'), patch], 400, 'store.twice'],
        [
          'by id and by condition',
          [put('p'), entry({ method: 'PUT', url: 'Patient?identifier=urn:x|1' }, patient('1'))],
          400,
          'store.twice',
        ],
        ['the same fullUrl twice', [post(patient('2'), url), post(patient('3'), url)], 400, 'fhirApi.entryTwice'],
        [
          'the same condition twice',
          [
            post(patient('9'), undefined, 'identifier=urn:x|9'),
            post(patient('9'), undefined, 'identifier=urn:x|9'),
          ],
          400,
          'fhirApi.conditionTwice',
        ],
        ['no method', [good, { request: { url: 'Patient' } }], 400, 'fhirApi.entryMethod'],
        ['no request', [good, { resource: patient('3') }], 400, 'fhirApi.entryMethod'],
        ['null', [good, null], 400, 'fhirApi.entryMethod'],
        ['an unknown method', [good, entry({ method: 'COPY', url: 'Patient' })], 400, 'fhirApi.entryMethod'],
        ['an unknown type', [good, entry({ method: 'GET', url: 'Nothing/1' })], 404, 'fhirApi.unknownType'],
        ['another type', [good, entry({ method: 'POST', url: 'Group' }, patient('3'))], 400, 'fhirApi.wrongType'],
        ['no resource', [good, entry({ method: 'POST', url: 'Patient' })], 400, 'fhirApi.entryResource'],
        [
          'an update of nothing',
          [good, entry({ method: 'PUT', url: 'Location/' }, { resourceType: 'Location' })],
          412,
        ],
        ['another id', [good, entry({ method: 'PUT', url: 'Patient/q' }, patient('3', { id: 'r' }))], 400],
        ['a bundle within', [good, entry({ method: 'POST', url: '' }, transaction())], 400, 'fhirApi.entryNested'],
        ['an operation that is not there', [good, entry({ method: 'GET', url: '$nothing' })], 404],
      ]
      for (const [what, entries, status, code] of rows) {
        const answer = await send('POST', '/', transaction(...entries))
        assert.equal(answer.status, status, `${what} → ${answer.text.slice(0, 300)}`)
        if (code !== undefined) assert.equal(codeOf(answer), code, what)
      }
      assert.equal(await count(send, 'Patient'), 1)
      assert.equal((await send('GET', '/Patient/p')).body.meta.versionId, '1')
    }))

  it('is written once for one command, and answers as preferred', () =>
    withFhir(async (send) => {
      const headers = { 'x-command-id': uuidv7() }
      const bundle = transaction(post(patient('1'), 'urn:uuid:a'), entry({ method: 'GET', url: 'Patient' }))
      const [one, two] = [await send('POST', '/', bundle, headers), await send('POST', '/', bundle, headers)]
      assert.deepEqual([placeOf(one, 0), await count(send, 'Patient')], [placeOf(two, 0), 1])
      assert.equal(one.body.entry[0].resource, undefined)
      const whole = await send('POST', '/', transaction(post(patient('2'))), { prefer: 'return=representation' })
      assert.equal(whole.body.entry[0].resource.identifier[0].value, '2')
      const told = await send('POST', '/', transaction(post(patient('3'))), { prefer: 'return=OperationOutcome' })
      assert.equal(told.body.entry[0].response.outcome.resourceType, 'OperationOutcome')
    }))

  it('shows readers all of itself or nothing', () =>
    withFhir(async (send) => {
      const pair = (at: number) =>
        transaction(
          entry({ method: 'PUT', url: 'Patient/a' }, patient(String(at), { id: 'a' })),
          entry({ method: 'PUT', url: 'Patient/b' }, patient(String(at), { id: 'b' })),
        )
      await send('POST', '/', pair(0))
      const writing = (async () => {
        for (let at = 1; at <= 15; at++) await send('POST', '/', pair(at))
      })()
      for (let at = 0; at < 15; at++) {
        const page = await send('GET', '/Patient')
        const seen = page.body.entry.map((one: { resource: { identifier: { value: string }[] } }) =>
          one.resource.identifier.map(({ value }) => value).join(),
        )
        assert.equal(seen[0], seen[1])
      }
      await writing
    }))
})
