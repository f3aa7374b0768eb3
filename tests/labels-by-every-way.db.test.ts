import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { modules } from '#app/module-list.ts'
import { codeOf, type FhirMethod, withFhir } from './support/fhir.ts'

const guards = modules.flatMap((module) => module.guards ?? [])
const operations = modules.flatMap((module) => module.fhirOperations ?? [])
const label = { code: 'VIP' }
const identifier = [{ system: 'urn:x', value: '1' }]
const labelled = { resourceType: 'Patient', id: 'p', meta: { security: [label] }, identifier }
const plain = { resourceType: 'Patient', id: 'p', identifier }
const { id: _, ...nameless } = plain
const jsonPatch = [{ op: 'remove', path: '/meta/security' }]
const json = { 'content-type': 'application/json-patch+json' }
const byFhirPath = {
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'delete' },
        { name: 'path', valueString: 'Patient.meta.security' },
      ],
    },
  ],
}
const bundle = (...entry: unknown[]) => ({ resourceType: 'Bundle', type: 'transaction', entry })
const entryPatch = {
  resource: {
    resourceType: 'Binary',
    contentType: 'application/json-patch+json',
    data: Buffer.from(JSON.stringify(jsonPatch)).toString('base64'),
  },
  request: { method: 'PATCH', url: 'Patient/p' },
}
const meta = { resourceType: 'Parameters', parameter: [{ name: 'meta', valueMeta: { security: [label] } }] }

const ways: readonly (readonly [string, FhirMethod, string, unknown, Record<string, string>?])[] = [
  ['update', 'PUT', '/Patient/p', plain],
  ['conditional update', 'PUT', '/Patient?identifier=urn:x|1', nameless],
  [
    'XML',
    'PUT',
    '/Patient/p',
    '<Patient xmlns="http://hl7.org/fhir"><id value="p"/></Patient>',
    { 'content-type': 'application/fhir+xml' },
  ],
  ['JSON Patch', 'PATCH', '/Patient/p', jsonPatch, json],
  ['conditional JSON Patch', 'PATCH', '/Patient?identifier=urn:x|1', jsonPatch, json],
  ['FHIRPath Patch', 'PATCH', '/Patient/p', byFhirPath],
  [
    'XML Patch',
    'PATCH',
    '/Patient/p',
    '<diff xmlns:f="http://hl7.org/fhir"><remove sel="f:Patient/f:meta/f:security"/></diff>',
    { 'content-type': 'application/xml-patch+xml' },
  ],
  ['transaction', 'POST', '/', bundle({ resource: plain, request: { method: 'PUT', url: 'Patient/p' } })],
  ['patch in a transaction', 'POST', '/', bundle(entryPatch)],
  ['$meta-delete', 'POST', '/Patient/p/$meta-delete', meta],
]

describe('a label that protects', () => {
  it('is taken off by no person over FHIR, whatever way', () =>
    withFhir(
      async (send) => {
        assert.equal((await send('PUT', '/Patient/p', labelled)).status, 201)
        for (const [name, method, url, body, headers] of ways) {
          const answer = await send(method, url, body, headers)
          assert.equal(
            codeOf(answer),
            'access.labelStays',
            `${name}: ${answer.status} ${answer.text.slice(0, 300)}`,
          )
        }
        assert.deepEqual((await send('GET', '/Patient/p')).body.meta.security, [label])
        assert.equal((await send('GET', '/Patient/p/_history')).body.entry.length, 1)
      },
      { guards, operations },
    ))
})
