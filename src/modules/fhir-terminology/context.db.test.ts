import assert from 'node:assert/strict'
import test from 'node:test'
import type { ValueSetExpansionContains } from '@medplum/fhirtypes'
import { withFhir } from '#tests/support/fhir.ts'
import { fhirTerminology } from './index.ts'

const setup = { operations: fhirTerminology.fhirOperations ?? [] }
const published = 'http://hl7.org/fhir/StructureDefinition/'
const codes = (contains: readonly ValueSetExpansionContains[] | undefined) =>
  (contains ?? []).map((one) => one.code)

const profile = {
  resourceType: 'StructureDefinition',
  id: 'visit',
  url: 'http://example.org/visit',
  name: 'Visit',
  status: 'active',
  kind: 'resource',
  abstract: false,
  type: 'Encounter',
  derivation: 'constraint',
  baseDefinition: `${published}Encounter`,
  differential: {
    element: [
      { id: 'Encounter', path: 'Encounter' },
      {
        id: 'Encounter.priority',
        path: 'Encounter.priority',
        binding: { strength: 'required', valueSet: 'http://hl7.org/fhir/ValueSet/administrative-gender' },
      },
    ],
  },
}

test('an element names the value set it is bound to: of a type, of a data type, of a profile, of what it stands on', () =>
  withFhir(async (send) => {
    const at = async (context: string) => {
      const { status, body } = await send(
        'GET',
        `/ValueSet/$expand?context=${encodeURIComponent(context)}&count=50`,
      )
      return status === 200 ? codes(body.expansion.contains) : status
    }
    const genders = ['male', 'female', 'other', 'unknown']
    assert.deepEqual(await at(`${published}Patient#Patient.gender`), genders)
    assert.deepEqual(await at(`${published}Patient#gender`), genders)
    assert.deepEqual(await at('Patient.gender'), genders)
    assert.ok(String(await at(`${published}Patient#Patient.maritalStatus`)).includes('M'))
    assert.ok(String(await at(`${published}Patient#Patient.name.use`)).includes('official'))
    assert.equal(await at('http://example.org/visit#priority'), 404)
    assert.equal((await send('PUT', '/StructureDefinition/visit', profile)).status, 201)
    assert.deepEqual(await at('http://example.org/visit#priority'), genders)
    assert.deepEqual(await at('http://example.org/visit#Encounter.priority'), genders)
    assert.ok(String(await at('http://example.org/visit#Encounter.status')).includes('triaged'))
    assert.equal(await at(`${published}Patient#Patient.birthDate`), 404)
    assert.equal(await at(`${published}Nothing#Nothing.code`), 404)
    assert.equal(await at('http://example.org/visit'), 404)
    const way = (direction: string) =>
      send('GET', `/ValueSet/$expand?context=Patient.gender&contextDirection=${direction}`)
    assert.equal((await way('incoming')).status, 200)
    assert.equal((await way('sideways')).status, 400)
    const checked = await send(
      'GET',
      `/ValueSet/$validate-code?context=Patient.gender&code=male&system=http://hl7.org/fhir/administrative-gender`,
    )
    assert.equal(checked.body.parameter[0].valueBoolean, true)
  }, setup))

test('groups are left out where codes are offered to people', () =>
  withFhir(async (send) => {
    const url = 'http://example.org/groups'
    const concept = (code: string, isGroup: boolean, inner: object[] = []) => ({
      code,
      display: `Mã ${code}`,
      ...(isGroup ? { property: [{ code: 'notSelectable', valueBoolean: true }] } : {}),
      ...(inner.length > 0 ? { concept: inner } : {}),
    })
    const put = (many: number) =>
      send('PUT', '/CodeSystem/groups', {
        resourceType: 'CodeSystem',
        id: 'groups',
        url,
        status: 'active',
        content: 'complete',
        property: [
          { code: 'notSelectable', uri: 'http://hl7.org/fhir/concept-properties#notSelectable', type: 'boolean' },
        ],
        concept: [
          concept('A', true, [concept('A1', false), concept('A2', false)]),
          concept('B', false),
          ...Array.from({ length: many }, (_, at) => concept(`Z${at}`, false)),
        ],
      })
    for (const many of [0, 2500]) {
      assert.ok((await put(many)).status < 300)
      const expanded = await send(
        'GET',
        `/ValueSet/$expand?url=${url}?fhir_vs&excludeNotForUI=true&excludePostCoordinated=true&count=3`,
      )
      assert.deepEqual(codes(expanded.body.expansion.contains), ['A1', 'A2', 'B'])
      const told = expanded.body.expansion.parameter.map((one: { name: string }) => one.name)
      assert.ok(told.includes('excludeNotForUI') && told.includes('excludePostCoordinated'))
    }
  }, setup))
