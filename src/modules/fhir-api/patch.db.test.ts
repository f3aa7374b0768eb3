import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { codeOf, withFhir } from '#tests/support/fhir.ts'

const json = { 'content-type': 'application/json-patch+json' }
const xml = { 'content-type': 'application/xml-patch+xml' }
const diff = (operations: string) => `<diff xmlns:f="http://hl7.org/fhir">${operations}</diff>`
const patient = {
  resourceType: 'Patient',
  id: 'p',
  identifier: [{ system: 'urn:x', value: '1' }],
  telecom: [{ system: 'phone', value: '1' }],
  gender: 'male',
}
const replaceGender = (value: unknown) => [{ op: 'replace', path: '/gender', value }]
const fhirPath = (...part: unknown[]) => ({ resourceType: 'Parameters', parameter: [{ name: 'operation', part }] })
const birthDate = fhirPath(
  { name: 'type', valueCode: 'add' },
  { name: 'path', valueString: 'Patient' },
  { name: 'name', valueString: 'birthDate' },
  { name: 'value', valueDate: '1980-02-01' },
)

/** What, address, body, headers, status, code of the refusal. */
const rows: readonly (readonly [string, string, unknown, Record<string, string>, number, string?])[] = [
  ['replace', '/Patient/p', replaceGender('female'), json, 200],
  ['right version', '/Patient/p', replaceGender('female'), { ...json, 'if-match': 'W/"2"' }, 200],
  [
    'old version',
    '/Patient/p',
    replaceGender('female'),
    { ...json, 'if-match': 'W/"1"' },
    412,
    'store.versionConflict',
  ],
  ['test that fails', '/Patient/p', [{ op: 'test', path: '/gender', value: 'male' }], json, 422],
  ['path that is not there', '/Patient/p', [{ op: 'remove', path: '/photo' }], json, 422],
  ['not a list', '/Patient/p', { op: 'remove', path: '/gender' }, json, 400, 'patch.invalid'],
  ['not JSON', '/Patient/p', '[', json, 400, 'fhir.json'],
  ['the id', '/Patient/p', [{ op: 'replace', path: '/id', value: 'q' }], json, 422, 'fhirApi.patchIdentity'],
  ['the type', '/Patient/p', [{ op: 'replace', path: '/resourceType', value: 'Group' }], json, 422],
  ['the version', '/Patient/p', [{ op: 'replace', path: '/meta/versionId', value: 'abc' }], json, 422],
  ['all of it', '/Patient/p', [{ op: 'replace', path: '', value: null }], json, 422],
  ['what is then no patient', '/Patient/p', replaceGender('none'), json, 400],
  ['what is not there', '/Patient/q', replaceGender('male'), json, 404],
  ['what is deleted', '/Patient/gone', replaceGender('male'), json, 410],
  ['by a condition', '/Patient?identifier=urn:x|1', replaceGender('other'), json, 200],
  [
    'by one that finds nothing',
    '/Patient?identifier=urn:x|2',
    replaceGender('other'),
    json,
    404,
    'fhirApi.nothingMatches',
  ],
  ['by one that finds several', '/Patient?identifier=urn:y|1', replaceGender('other'), json, 412],
  ['without a condition', '/Patient', replaceGender('other'), json, 412, 'fhirApi.conditionEmpty'],
  ['FHIRPath Patch', '/Patient/p', birthDate, {}, 200],
  ['another resource', '/Patient/p', patient, {}, 400, 'fhirApi.wrongType'],
  ['XML Patch', '/Patient/p', diff('<replace sel="f:Patient/f:gender/@value">other</replace>'), xml, 200],
  ['XML Patch without operations', '/Patient/p', diff(''), xml, 400, 'patch.invalid'],
  [
    'XML Patch of what is not there',
    '/Patient/p',
    diff('<remove sel="f:Patient/f:photo"/>'),
    xml,
    422,
    'patch.notFound',
  ],
  ['XML Patch of the id', '/Patient/p', diff('<remove sel="f:Patient/f:id"/>'), xml, 422, 'fhirApi.patchIdentity'],
  ['XML that is none', '/Patient/p', '<diff', xml, 400, 'xml.malformed'],
  ['a patch that is neither', '/Patient/p', 'x', { 'content-type': 'text/plain' }, 415, 'fhirApi.mediaType'],
  ['nothing', '/Patient/p', undefined, {}, 400],
]

describe('patch', () => {
  it('changes what is stored, or says why not', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p', patient)
      for (const id of ['gone', 's1', 's2'])
        await send('PUT', `/Patient/${id}`, { ...patient, id, identifier: [{ system: 'urn:y', value: '1' }] })
      await send('DELETE', '/Patient/gone')
      for (const [what, url, body, headers, status, code] of rows) {
        const payload = Array.isArray(body) ? JSON.stringify(body) : body
        const answer = await send('PATCH', url, payload, headers)
        assert.equal(answer.status, status, `${what} → ${answer.text.slice(0, 300)}`)
        if (code !== undefined) assert.equal(codeOf(answer), code, what)
      }
      const { gender, birthDate: born, telecom } = (await send('GET', '/Patient/p')).body
      assert.deepEqual([gender, born, telecom], ['other', '1980-02-01', patient.telecom])
    }))

  it('keeps the digits of what it does not touch', () =>
    withFhir(async (send) => {
      const text =
        '{"resourceType":"Observation","id":"o","status":"preliminary","code":{"text":"x"},"valueQuantity":{"value":7.00}}'
      await send('PUT', '/Observation/o', text)
      const body = '[{"op":"replace","path":"/status","value":"final"}]'
      const answer = await send('PATCH', '/Observation/o', body, json)
      assert.match(answer.text, /"status":"final".*"value":7\.00/)
    }))

  it('takes an XML Patch in a bundle as the data of a Binary, and says that it takes one', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p', patient)
      const operation = '<add sel="f:Patient"><f:birthDate value="1980-02-01"/></add>'
      const data = Buffer.from(diff(operation)).toString('base64')
      const resource = { resourceType: 'Binary', contentType: xml['content-type'], data }
      const entry = [{ resource, request: { method: 'PATCH', url: 'Patient/p' } }]
      const answer = await send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })
      assert.equal(answer.status, 200, answer.text)
      assert.equal((await send('GET', '/Patient/p')).body.birthDate, '1980-02-01')
      assert.ok((await send('GET', '/metadata')).body.patchFormat.includes(xml['content-type']))
    }))

  it('loses nothing when many patch at once', () =>
    withFhir(async (send) => {
      await send('PUT', '/Patient/p', patient)
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          send(
            'PATCH',
            '/Patient/p',
            JSON.stringify([{ op: 'add', path: '/telecom/-', value: { system: 'phone', value: `n${at}` } }]),
            json,
          ),
        ),
      )
      assert.deepEqual([...new Set(answers.map((one) => one.status))], [200])
      const { telecom, meta } = (await send('GET', '/Patient/p')).body
      assert.deepEqual([telecom.length, meta.versionId], [21, '21'])
    }))
})
