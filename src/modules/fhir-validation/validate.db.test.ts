import assert from 'node:assert/strict'
import test from 'node:test'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { fhirValidation } from './index.ts'

const setup = { operations: fhirValidation.fhirOperations ?? [] }
const url = 'http://example.org/StructureDefinition/named-patient'

const profile = {
  resourceType: 'StructureDefinition',
  id: 'named-patient',
  url,
  name: 'NamedPatient',
  status: 'active',
  kind: 'resource',
  abstract: false,
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: {
    element: [
      { id: 'Patient', path: 'Patient' },
      { id: 'Patient.name', path: 'Patient.name', min: 1 },
      {
        id: 'Patient.gender',
        path: 'Patient.gender',
        min: 1,
        binding: { strength: 'required', valueSet: 'http://example.org/ValueSet/two' },
      },
    ],
  },
}
const two = {
  resourceType: 'ValueSet',
  id: 'two',
  url: 'http://example.org/ValueSet/two',
  status: 'active',
  compose: {
    include: [
      { system: 'http://hl7.org/fhir/administrative-gender', concept: [{ code: 'female' }, { code: 'male' }] },
    ],
  },
}

interface Told {
  readonly severity: string
  readonly code: string
  readonly expression: readonly string[]
  readonly details: { readonly coding: readonly { readonly code: string }[] }
}

async function told(send: SendFhir, address: string, body?: unknown): Promise<readonly string[]> {
  const answer = await send('POST', address, body)
  assert.equal(answer.status, 200, answer.text)
  return (answer.body.issue as readonly Told[])
    .filter((one) => one.severity !== 'warning')
    .map((one) => `${one.severity} ${one.details.coding[0]?.code} ${one.expression[0]}`)
}

test('$validate tells faults of what is sent, by mode, and of what is stored', () =>
  withFhir(async (send) => {
    const patient = { resourceType: 'Patient', id: 'a', name: [{ text: 'An' }], gender: 'female' }
    assert.deepEqual(await told(send, '/Patient/$validate', patient), ['information fhir.issue.valid Patient'])
    assert.deepEqual(await told(send, '/Patient/$validate', { ...patient, gender: 'x', weight: 1 }), [
      'error fhir.issue.code Patient.gender',
      'error fhir.issue.unknownElement Patient.weight',
    ])
    const parameters = (parameter: unknown) => ({ resourceType: 'Parameters', parameter })
    const update = parameters([
      { name: 'mode', valueCode: 'update' },
      { name: 'resource', resource: { resourceType: 'Patient', active: true } },
    ])
    assert.deepEqual(await told(send, '/Patient/$validate', update), ['error fhir.issue.missing Patient.id'])
    assert.equal((await send('PUT', '/Patient/a', patient)).status, 201)
    assert.deepEqual(await told(send, '/Patient/a/$validate', { ...patient, id: 'b' }), [
      'error fhir.issue.wrongId Patient.id',
    ])
    assert.deepEqual(await told(send, '/Patient/a/$validate?mode=delete'), [
      'information fhir.issue.deletable Patient',
    ])
    assert.equal((await send('POST', '/Patient/none/$validate?mode=delete')).status, 404)
    assert.equal((await send('POST', '/Patient/$validate?mode=other', patient)).status, 400)
  }, setup))

test('profiles and value sets that are stored here hold for $validate and for every write', () =>
  withFhir(async (send) => {
    const claiming = { resourceType: 'Patient', id: 'c', meta: { profile: [url] }, gender: 'other' }
    assert.equal((await send('PUT', '/Patient/c', claiming)).status, 201, 'an unknown profile is no error')
    for (const one of [two, profile])
      assert.equal((await send('PUT', `/${one.resourceType}/${one.id}`, one)).status, 201)
    const faults = ['error fhir.issue.minimum Patient.name', 'error fhir.issue.concept Patient.gender']
    assert.deepEqual(await told(send, '/Patient/$validate', claiming), faults)
    const bare = { resourceType: 'Patient', gender: 'other' }
    assert.deepEqual(await told(send, `/Patient/$validate?profile=${encodeURIComponent(url)}`, bare), faults)
    const refused = await send('PUT', '/Patient/d', { ...claiming, id: 'd' })
    assert.equal(refused.status, 400)
    assert.match(refused.text, /Patient\.name/)
    const right = { ...claiming, id: 'd', gender: 'male', name: [{ text: 'Dũng' }] }
    assert.equal((await send('PUT', '/Patient/d', right)).status, 201)
    const missing = await told(send, '/Patient/$validate?profile=http://example.org/none', bare)
    assert.deepEqual(missing, ['error fhir.issue.profileUnknown Patient'])
  }, setup))

test('$validate of a profile tells constraints that cannot be read or name what their type does not have', () =>
  withFhir(async (send) => {
    const constraint = (key: string, expression: string) => ({ key, severity: 'error', human: key, expression })
    const element = [
      { id: 'Patient', path: 'Patient', constraint: [constraint('a', 'name.exists() or telecm.exists()')] },
      { id: 'Patient.name', path: 'Patient.name', constraint: [constraint('b', 'given.exists() and family')] },
      { id: 'Patient.contact', path: 'Patient.contact', constraint: [constraint('c', 'name.givn.count() > 1')] },
      { id: 'Patient.deceased[x]', path: 'Patient.deceased[x]', constraint: [constraint('d', '$this is date')] },
      { id: 'Patient.photo', path: 'Patient.photo', constraint: [constraint('e', 'size > (')] },
    ]
    const faulty = { ...profile, id: 'faulty', differential: { element } }
    const place = 'error fhir.issue.definition StructureDefinition.differential.element'
    assert.deepEqual(await told(send, '/StructureDefinition/$validate', faulty), [
      `${place}[0].constraint[0].expression`,
      `${place}[2].constraint[0].expression`,
      `${place}[4].constraint[0].expression`,
    ])
  }, setup))
