import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { brotliCompressSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { codeOf, type FhirMethod, type FhirReply, type SendFhir, withFhir } from '#tests/support/fhir.ts'

const patient = {
  resourceType: 'Patient',
  id: 'p',
  text: { status: 'generated', div: '<div xmlns="http://www.w3.org/1999/xhtml">Đặng</div>' },
  name: [{ family: 'Đặng', given: ['Thị Huyền'] }],
  gender: 'female',
  contact: [{ name: { text: 'x' }, gender: 'male' }],
  link: [{ other: { display: 'x' }, type: 'seealso' }],
}
const xml =
  '<Patient xmlns="http://hl7.org/fhir"><id value="p"/><name><family value="Đặng"/></name><gender value="female"/></Patient>'
const jsonType = 'application/fhir+json; charset=utf-8'
const xmlType = 'application/fhir+xml; charset=utf-8'

const withPatient = (work: (send: SendFhir) => Promise<void>) =>
  withFhir(async (send) => {
    await send('PUT', '/Patient/p', patient)
    await work(send)
  })

/** Address, Accept, content type or the code of the refusal. */
const wanted: readonly (readonly [string, string | undefined, string])[] = [
  ['/Patient/p', undefined, jsonType],
  ['/Patient/p', '*/*', jsonType],
  ['/Patient/p', 'application/json', jsonType],
  ['/Patient/p', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', xmlType],
  ['/Patient/p', 'application/fhir+xml', xmlType],
  ['/Patient/p', 'text/xml', xmlType],
  ['/Patient/p', 'application/fhir+xml;q=0.5, application/fhir+json', jsonType],
  ['/Patient/p', 'application/fhir+json; fhirVersion=4.0', jsonType],
  ['/Patient/p', 'application/fhir+json; fhirVersion=3.0', 'fhirApi.notAcceptable'],
  ['/Patient/p', 'application/fhir+json; charset=latin1', 'fhirApi.notAcceptable'],
  ['/Patient/p', 'text/turtle', 'fhirApi.notAcceptable'],
  ['/Patient/p', 'application/fhir+json;q=0', 'fhirApi.notAcceptable'],
  ['/Patient/p?_format=xml', 'application/fhir+json', xmlType],
  ['/Patient/p?_format=json', 'application/fhir+xml', jsonType],
  ['/Patient/p?_format=application/fhir%2Bxml', undefined, xmlType],
  ['/Patient/p?_format=application/fhir+xml', undefined, xmlType],
  ['/Patient/p?_format=text/xml', undefined, xmlType],
  ['/Patient/p?_format=ttl', undefined, 'fhirApi.notAcceptable'],
  ['/Patient/none', 'application/fhir+xml', xmlType],
  ['/Patient?_format=xml', undefined, xmlType],
  ['/metadata?_format=xml', undefined, xmlType],
  ['/Patient/p/_history', 'application/fhir+xml', xmlType],
]

/** What, headers, body, status, code of the refusal. */
const sent: readonly (readonly [string, Record<string, string>, unknown, number, string?])[] = [
  ['XML', { 'content-type': 'application/fhir+xml' }, xml, 200],
  ['XML by its plain name', { 'content-type': 'text/xml; charset=UTF-8' }, xml, 200],
  ['JSON by its plain name', { 'content-type': 'application/json' }, patient, 200],
  ['with a byte order mark', {}, `\ufeff${JSON.stringify(patient)}`, 200],
  [
    'another charset',
    { 'content-type': 'application/fhir+json; charset=utf-16' },
    patient,
    415,
    'fhirApi.mediaType',
  ],
  ['bytes that are no UTF-8', {}, Buffer.from([0x7b, 0xff, 0x7d]), 400, 'fhir.json'],
  ['another type', { 'content-type': 'text/plain' }, 'x', 415, 'fhirApi.mediaType'],
  ['XML that is none', { 'content-type': 'application/fhir+xml' }, '<Patient', 400, 'xml.malformed'],
  ['entities', { 'content-type': 'application/fhir+xml' }, '<!DOCTYPE x [<!ENTITY a "b">]><Patient/>', 400],
  ['gzip', { 'content-encoding': 'gzip' }, gzipSync(JSON.stringify(patient)), 200],
  ['deflate', { 'content-encoding': 'deflate' }, deflateSync(JSON.stringify(patient)), 200],
  ['brotli', { 'content-encoding': 'br' }, brotliCompressSync(JSON.stringify(patient)), 200],
  ['an unknown encoding', { 'content-encoding': 'zip' }, 'x', 415, 'fhirApi.encodingUnknown'],
  ['gzip that is none', { 'content-encoding': 'gzip' }, 'x', 400, 'http.badRequest'],
  [
    'a gzip bomb',
    { 'content-encoding': 'gzip' },
    gzipSync(Buffer.alloc(200 * 1024 * 1024)),
    413,
    'fhirApi.bodyTooLarge',
  ],
  ['too much', {}, Buffer.alloc(33 * 1024 * 1024, 0x20), 413, 'fhirApi.bodyTooLarge'],
]

async function checkWanted(send: SendFhir, [url, accept, expected]: (typeof wanted)[number]): Promise<void> {
  const answer = await send('GET', url, undefined, accept === undefined ? {} : { accept })
  const found = codeOf(answer) ?? String(answer.headers['content-type'])
  assert.equal(found, expected, `${url} ${accept} → ${answer.status} ${answer.text.slice(0, 200)}`)
  if (expected === xmlType) assert.match(answer.text, /^<\?xml[^>]*\?>\s*<\w+ xmlns="http:\/\/hl7.org\/fhir">/)
  if (expected === 'fhirApi.notAcceptable') assert.equal(answer.status, 406)
}

describe('formats', () => {
  it('are what the client accepts, or 406', () =>
    withPatient(async (send) => {
      for (const row of wanted) await checkWanted(send, row)
    }))

  it('of bodies are what Content-Type and Content-Encoding say, within the limit', () =>
    withPatient(async (send) => {
      for (const [what, headers, body, status, code] of sent) {
        const answer = await send('PUT', '/Patient/p', body, headers)
        assert.equal(answer.status, status, `${what} → ${answer.text.slice(0, 200)}`)
        if (code !== undefined) assert.equal(codeOf(answer), code, what)
      }
      const made = await send('PUT', '/Patient/p', xml, { 'content-type': 'application/fhir+xml' })
      assert.deepEqual([made.body.name[0].family, made.body.gender], ['Đặng', 'female'])
    }))

  it('refuse before anything is written', () =>
    withPatient(async (send) => {
      const answer = await send('POST', '/Patient', patient, { accept: 'text/turtle' })
      assert.equal(answer.status, 406)
      assert.equal((await send('GET', '/Patient?_summary=count')).body.total, 1)
    }))

  it('are indented with _pretty, and compressed for who takes gzip', () =>
    withPatient(async (send) => {
      assert.match((await send('GET', '/Patient/p?_pretty=true')).text, /^\{\n {2}"resourceType": "Patient",/)
      const gzip = { 'accept-encoding': 'gzip, deflate' }
      assert.equal((await send('GET', '/Patient/p', undefined, gzip)).headers['content-encoding'], undefined)
      const large = await send('GET', '/metadata', undefined, gzip)
      assert.equal(large.headers['content-encoding'], 'gzip')
      assert.match(gunzipSync(large.bytes).toString(), /CapabilityStatement/)
      const none = await send('GET', '/metadata', undefined, { 'accept-encoding': 'gzip;q=0' })
      assert.equal(none.headers['content-encoding'], undefined)
    }))
})

const subsetTag = '"code":"SUBSETTED"'
const members = ({ body }: FhirReply) => Object.keys(body)

describe('parts of a resource', () => {
  it('are those that _summary and _elements name, marked as not whole', () =>
    withPatient(async (send) => {
      const rows: readonly (readonly [string, readonly string[]])[] = [
        ['_summary=true', ['name', 'gender', 'link']],
        ['_summary=text', ['text', 'link']],
        ['_summary=data', ['name', 'gender', 'contact', 'link']],
        ['_elements=name', ['name', 'link']],
        ['_elements=Patient.contact,gender', ['gender', 'contact', 'link']],
      ]
      for (const [query, expected] of rows) {
        const answer = await send('GET', `/Patient/p?${query}`)
        assert.deepEqual(members(answer), ['resourceType', 'id', 'meta', ...expected], query)
        assert.ok(answer.text.includes(subsetTag), query)
        const page = await send('GET', `/Patient?${query}`)
        assert.deepEqual(
          Object.keys(page.body.entry[0].resource),
          ['resourceType', 'id', 'meta', ...expected],
          query,
        )
      }
      assert.deepEqual(members(await send('GET', '/Patient/p?_summary=false')).length, 8)
      assert.equal(codeOf(await send('GET', '/Patient/p?_summary=x')), 'fhirApi.badParameter')
    }))
})

describe('addresses', () => {
  it('refuse methods that they do not take, and tell those they do', () =>
    withPatient(async (send) => {
      const rows: readonly (readonly [FhirMethod, string, string])[] = [
        ['PUT', '/', 'GET, HEAD, POST, OPTIONS'],
        ['POST', '/metadata', 'GET, HEAD, OPTIONS'],
        ['DELETE', '/metadata', 'GET, HEAD, OPTIONS'],
        ['POST', '/Patient/p', 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
        ['GET', '/Patient/_search', 'POST, OPTIONS'],
        ['POST', '/_history', 'GET, HEAD, OPTIONS'],
        ['PUT', '/Patient/p/_history/1', 'GET, HEAD, OPTIONS'],
        ['DELETE', '/Patient/p/_history', 'GET, HEAD, OPTIONS'],
        ['PUT', '/Patient/$everything', 'GET, POST'],
      ]
      for (const [method, url, allow] of rows) {
        const answer = await send(method, url)
        assert.deepEqual([answer.status, answer.headers['allow']], [405, allow], `${method} ${url} ${answer.text}`)
        assert.equal(codeOf(answer), 'fhirApi.methodNotAllowed')
      }
      const options = await send('OPTIONS', '/Patient/p')
      assert.deepEqual([options.status, options.headers['allow']], [204, rows[3]?.[2]])
      assert.equal((await send('GET', '/Patient/p/Observation/1/2')).status, 404)
    }))

  it('tell each request by an id, and errors in the language of the client', () =>
    withPatient(async (send) => {
      const vi = await send('GET', '/Patient/none', undefined, { 'x-request-id': 'mine-1' })
      assert.equal(vi.headers['x-correlation-id'], 'mine-1')
      assert.equal(vi.body.issue[0].diagnostics, vi.headers['x-request-id'])
      const en = await send('GET', '/Patient/none', undefined, { 'accept-language': 'en' })
      assert.notEqual(vi.body.issue[0].details.text, en.body.issue[0].details.text)
      assert.match(en.body.issue[0].details.text, /does not exist/)
    }))
})

describe('web pages of other origins', () => {
  const origin = 'https://app.example'
  it('may call only when the setting names them', async () => {
    const asked = async (send: SendFhir) =>
      (await send('GET', '/metadata', undefined, { origin })).headers['access-control-allow-origin']
    await withFhir(async (send) => assert.equal(await asked(send), undefined))
    await withFhir(
      async (send) => {
        assert.equal(await asked(send), origin)
        const preflight = await send('OPTIONS', '/Patient/p', undefined, {
          origin,
          'access-control-request-method': 'PATCH',
        })
        assert.match(String(preflight.headers['access-control-allow-methods']), /PATCH/)
        const other = await send('GET', '/metadata', undefined, { origin: 'https://evil.example' })
        assert.equal(other.headers['access-control-allow-origin'], undefined)
      },
      { config: { corsOrigins: `https://one.example,${origin}` } },
    )
  })
})
