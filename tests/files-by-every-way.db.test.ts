import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modules } from '#app/module-list.ts'
import { codeOf, type FhirMethod, withFhir } from './support/fhir.ts'

const guards = modules.flatMap((module) => module.guards ?? [])
const data = Buffer.from('MZ\x90\0program').toString('base64')
/** A program that says it is a document. */
const photo = { contentType: 'application/pdf', data }
const carrier = (id?: string) => ({
  resourceType: 'Patient',
  ...(id === undefined ? {} : { id }),
  identifier: [{ system: 'urn:x', value: '1' }],
  photo: [photo],
})
const xml = { 'content-type': 'application/fhir+xml' }
const inXml = (id: string) => `<Patient xmlns="http://hl7.org/fhir"><id value="${id}"/><photo>
  <contentType value="application/pdf"/><data value="${data}"/></photo></Patient>`
const jsonPatch = [{ op: 'add', path: '/photo', value: [photo] }]
const byFhirPath = {
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'add' },
        { name: 'path', valueString: 'Patient' },
        { name: 'name', valueString: 'photo' },
        { name: 'value', valueAttachment: photo },
      ],
    },
  ],
}
const patchBody = (patch: unknown) => Buffer.from(JSON.stringify(patch)).toString('base64')
const bundle = (type: string, ...entry: unknown[]) => ({ resourceType: 'Bundle', type, entry })
const entryPatch = {
  resource: { resourceType: 'Binary', contentType: 'application/json-patch+json', data: patchBody(jsonPatch) },
  request: { method: 'PATCH', url: 'Patient/p' },
}
const deleteOther = { request: { method: 'DELETE', url: 'Basic/none' } }

const ways: readonly (readonly [string, FhirMethod, string, unknown, Record<string, string>?])[] = [
  ['create', 'POST', '/Patient', carrier()],
  ['update', 'PUT', '/Patient/p', carrier('p')],
  ['update as create', 'PUT', '/Patient/new', carrier('new')],
  ['conditional create', 'POST', '/Patient', carrier(), { 'if-none-exist': 'identifier=urn:x|9' }],
  ['conditional update', 'PUT', '/Patient?identifier=urn:x|1', carrier()],
  ['XML', 'PUT', '/Patient/p', inXml('p'), xml],
  ['JSON Patch', 'PATCH', '/Patient/p', jsonPatch, { 'content-type': 'application/json-patch+json' }],
  [
    'conditional JSON Patch',
    'PATCH',
    '/Patient?identifier=urn:x|1',
    jsonPatch,
    { 'content-type': 'application/json-patch+json' },
  ],
  ['FHIRPath Patch', 'PATCH', '/Patient/p', byFhirPath],
  [
    'XML Patch',
    'PATCH',
    '/Patient/p',
    `<diff xmlns:f="http://hl7.org/fhir" xmlns="http://hl7.org/fhir"><add sel="f:Patient"><photo><contentType value="application/pdf"/><data value="${data}"/></photo></add></diff>`,
    { 'content-type': 'application/xml-patch+xml' },
  ],
  [
    'transaction',
    'POST',
    '/',
    bundle('transaction', { resource: carrier('p'), request: { method: 'PUT', url: 'Patient/p' } }),
  ],
  ['patch in a transaction', 'POST', '/', bundle('transaction', entryPatch)],
  ['patch beside a deletion in a transaction', 'POST', '/', bundle('transaction', deleteOther, entryPatch)],
  ['bytes as they are', 'POST', '/Binary', Buffer.from('MZ\x90\0program'), { 'content-type': 'application/pdf' }],
]

describe('a program that says it is a document', () => {
  it('is refused whatever way it comes, and nothing of it is stored', () =>
    withFhir(
      async (send) => {
        const { photo: _, ...clean } = carrier('p')
        assert.equal((await send('PUT', '/Patient/p', clean)).status, 201)
        for (const [name, method, url, body, headers] of ways) {
          const answer = await send(method, url, body, headers)
          assert.equal(codeOf(answer), 'upload.kind', `${name}: ${answer.status} ${answer.text.slice(0, 300)}`)
        }
        const batch = await send(
          'POST',
          '/',
          bundle(
            'batch',
            entryPatch,
            { resource: carrier('p'), request: { method: 'PUT', url: 'Patient/p' } },
            { resource: clean, request: { method: 'PUT', url: 'Patient/p' } },
          ),
        )
        const told = batch.body.entry.map((one: { response: { status: string } }) =>
          one.response.status.slice(0, 3),
        )
        assert.deepEqual(told, ['415', '415', '200'])
        const { body } = await send('GET', '/Patient/p/_history')
        for (const { resource } of body.entry) assert.equal(resource.photo, undefined)
        assert.equal((await send('GET', '/Patient/new')).status, 404)
        assert.equal((await send('GET', '/Binary?_summary=count')).body.total, 0)
        assert.equal((await send('GET', '/Patient?_summary=count')).body.total, 1)
      },
      { guards, who: { kind: 'system' } },
    ))
})
