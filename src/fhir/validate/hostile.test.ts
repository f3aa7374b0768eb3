import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseJson } from '#fhir/json.ts'
import { suppliedFrom } from '#fhir/profile/supplied.ts'
import { structures } from '#store/definitions.ts'
import { type ValidateOptions, validateResource } from '../validate.ts'
import type { Json } from './walk.ts'

const patient = { resourceType: 'Patient' }
const most = 400

/** Kinds of fault that are told, in well under the time in which others would feel it. */
function kinds(resource: unknown, options?: ValidateOptions): readonly string[] {
  const start = process.cpuUsage()
  const { issues } = validateResource(structures, resource, options)
  const { user, system } = process.cpuUsage(start)
  assert.ok((user + system) / 1000 < most, `${(user + system) / 1000} ms`)
  return [...new Set(issues.map((one) => one.kind))]
}

const profile = (element: readonly object[]) => ({
  resourceType: 'StructureDefinition',
  url: 'urn:example:p',
  kind: 'resource',
  type: 'Patient',
  baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
  derivation: 'constraint',
  differential: { element },
})
const against = (element: readonly object[]): ValidateOptions => ({
  profiles: ['urn:example:p'],
  ...suppliedFrom([profile(element)]),
})

describe('hostile input', () => {
  it('that is nested without end is refused', () => {
    let inner: Json = { url: 'urn:x', valueBoolean: true }
    for (let level = 0; level < 2000; level++) inner = { url: 'urn:x', extension: [inner] }
    assert.ok(kinds({ ...patient, extension: [inner] }).includes('tooDeep'))
  })

  it('with endless numbers and odd characters is refused', () => {
    const text = `{"resourceType":"Observation","status":"final","code":{"text":"a"},"valueQuantity":{"value":${'9'.repeat(500)}}}`
    assert.deepEqual(kinds(parseJson(text)), ['primitive'])
    assert.deepEqual(kinds(parseJson(text.replace(/9+/, '1e999'))), ['primitive'])
    for (const odd of ['a\u0000b', 'a\ud800', '\udc00', 'a\u0007', '\uffff'])
      for (const resource of [
        { ...patient, name: [{ text: odd }] },
        { ...patient, identifier: [{ system: odd, value: '1' }] },
        { ...patient, maritalStatus: { coding: [{ code: odd }] } },
      ])
        assert.deepEqual(kinds(resource), ['primitive'], JSON.stringify(resource))
  })

  it('with names from the prototype of objects is refused', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', '_constructor'])
      assert.deepEqual(kinds({ ...patient, [name]: 1 }), ['unknownElement'])
    for (const type of ['constructor', '__proto__', 'Object', 'Element', 'HumanName', 'Resource'])
      assert.deepEqual(kinds({ resourceType: type }), ['resource'])
  })

  it('that would make patterns run for ever ends soon', () => {
    const data = (text: string) => ({ ...patient, photo: [{ contentType: 'image/png', data: text }] })
    assert.deepEqual(kinds(data(`${' '.repeat(1_000_000)}!`)), ['primitive'])
    assert.deepEqual(kinds(data(`${'=\n'.repeat(500_000)}!`)), ['primitive'])
    const div = (text: string) => ({ ...patient, text: { status: 'generated', div: text } })
    for (const bomb of [
      '<div>'.repeat(100_000),
      `<div${' '.repeat(900_000)}`,
      `<div ${'a="" '.repeat(100_000)}`,
      `<div>${'<a '.repeat(300_000)}`,
    ])
      assert.deepEqual(
        kinds(div(bomb), { full: true }).filter((one) => one === 'narrative'),
        ['narrative'],
      )
    const reference = `http://${'A/'.repeat(400_000)}`
    assert.deepEqual(kinds({ ...patient, managingOrganization: { reference } }), [])
    assert.deepEqual(kinds({ ...patient, language: `a${'-aa'.repeat(300_000)}!` }), ['code'])
  })

  it('in the constraints of a profile is bounded', () => {
    const bomb = (expression: string) =>
      against([{ path: 'Patient', constraint: [{ key: 'b', severity: 'error', human: 'b', expression }] }])
    const long = { ...patient, name: [{ text: `${'a'.repeat(50_000)}!` }] }
    assert.deepEqual(kinds(long, bomb("name.text.matches('^(a+)+$')")), ['invariant'])
    const wide = { ...patient, name: Array.from({ length: 3000 }, (_, at) => ({ text: `${at}` })) }
    assert.deepEqual(kinds(wide, bomb('name.select(%resource.name.select(%resource.name.text)).count() = 0')), [
      'invariantFailed',
    ])
    assert.deepEqual(kinds(wide, bomb('descendants().descendants().descendants().exists().not()')).length, 0)
    assert.deepEqual(kinds(patient, bomb(`${'('.repeat(20_000)}1`)), ['invariantFailed'])
    assert.deepEqual(kinds(patient, bomb('not a path )')), ['invariantFailed'])
  })

  it('in the shape of a profile is bounded', () => {
    const many = Array.from({ length: 6000 }, (_, at) => ({
      id: `Patient.name:n${at}`,
      path: 'Patient.name',
      sliceName: `n${at}`,
    }))
    assert.deepEqual(kinds(patient, against(many)), ['profileBroken'])
    const slices = [
      {
        id: 'Patient.name',
        path: 'Patient.name',
        slicing: { discriminator: [{ type: 'value', path: 'text' }], rules: 'open' },
      },
      ...many
        .slice(0, 1000)
        .flatMap((one, at) => [one, { id: `${one.id}.text`, path: 'Patient.name.text', fixedString: `${at}` }]),
    ]
    const wide = { ...patient, name: Array.from({ length: 3000 }, (_, at) => ({ text: `${at}` })) }
    assert.deepEqual(kinds(wide, against(slices)), ['profileBroken'])
    const circle = { ...profile([]), baseDefinition: 'urn:example:p' }
    assert.deepEqual(
      kinds(patient, {
        profiles: ['urn:example:p'],
        ...suppliedFrom([{ ...circle, differential: { element: [{ path: 'Patient' }] } }]),
      }),
      ['profileBroken'],
    )
    const inside = against([
      { path: 'Patient.contact', type: [{ code: 'BackboneElement', profile: ['urn:example:p'] }] },
    ])
    assert.ok(kinds({ ...patient, contact: [{ name: { text: 'a' } }] }, inside).length <= 1)
  })
})
