import assert from 'node:assert/strict'
import test from 'node:test'
import type { ParametersParameter, ValueSetExpansionContains } from '@medplum/fhirtypes'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { fhirTerminology } from './index.ts'

const setup = { operations: fhirTerminology.fhirOperations ?? [] }
const url = 'http://example.org/CodeSystem/organ'

const organs = {
  resourceType: 'CodeSystem',
  id: 'organ',
  url,
  version: '1.0',
  name: 'Organ',
  status: 'active',
  language: 'vi',
  content: 'complete',
  concept: [
    {
      code: 'O',
      display: 'Cơ quan',
      concept: [
        { code: 'O1', display: 'Phổi', designation: [{ language: 'en', value: 'Lung' }] },
        { code: 'O2', display: 'Đại tràng', concept: [{ code: 'O2a', display: 'Đại tràng lên' }] },
      ],
    },
  ],
}

const set = (id: string, compose: object) => ({
  resourceType: 'ValueSet',
  id,
  url: `http://example.org/ValueSet/${id}`,
  status: 'active',
  compose,
})

const part = (parameter: readonly ParametersParameter[], name: string) =>
  parameter.find((one) => one.name === name) ?? { name: '' }

async function store(send: SendFhir, ...resources: readonly { resourceType: string; id: string }[]) {
  for (const one of resources) {
    const answer = await send('PUT', `/${one.resourceType}/${one.id}`, one)
    assert.ok(answer.status < 300, answer.text)
  }
}

const codes = (contains: readonly ValueSetExpansionContains[] | undefined) =>
  (contains ?? []).map((one) => one.code)

test('stored code systems and value sets are used at once, and changes of them', () =>
  withFhir(async (send) => {
    await store(send, organs, set('all', { include: [{ system: url }] }))
    const all = await send('GET', '/ValueSet/$expand?url=http://example.org/ValueSet/all&excludeNested=true')
    assert.deepEqual(codes(all.body.expansion.contains), ['O', 'O1', 'O2', 'O2a'])
    const typed = await send('GET', '/ValueSet/all/$expand?filter=dai%20tr')
    assert.deepEqual(codes(typed.body.expansion.contains), ['O2', 'O2a'])
    const paged = await send('GET', '/ValueSet/all/$expand?count=2&offset=1&displayLanguage=en')
    assert.equal(paged.body.expansion.total, 4)
    assert.equal(paged.body.expansion.contains[0].display, 'Lung')
    await store(send, { ...organs, concept: [{ code: 'X', display: 'Khác' }] } as typeof organs)
    const after = await send('GET', '/ValueSet/all/$expand')
    assert.deepEqual(codes(after.body.expansion.contains), ['X'])
  }, setup))

test('codes are looked up, checked and compared', () =>
  withFhir(async (send) => {
    await store(
      send,
      organs,
      set('colon', { include: [{ system: url, filter: [{ property: 'concept', op: 'is-a', value: 'O2' }] }] }),
    )
    const found = await send('GET', `/CodeSystem/$lookup?system=${url}&code=O2&property=child`)
    assert.equal(part(found.body.parameter, 'display').valueString, 'Đại tràng')
    const unknown = await send('GET', `/CodeSystem/$lookup?system=${url}&code=none`)
    assert.deepEqual([unknown.status, unknown.body.issue[0].code], [404, 'not-found'])
    const subsumes = await send('GET', `/CodeSystem/$subsumes?system=${url}&codeA=O&codeB=O2a`)
    assert.equal(part(subsumes.body.parameter, 'outcome').valueCode, 'subsumes')
    const inside = await send('GET', `/ValueSet/colon/$validate-code?system=${url}&code=O2a`)
    assert.equal(part(inside.body.parameter, 'result').valueBoolean, true)
    const outside = await send('POST', '/ValueSet/$validate-code', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'url', valueUri: 'http://example.org/ValueSet/colon' },
        { name: 'coding', valueCoding: { system: url, code: 'O1' } },
      ],
    })
    assert.equal(part(outside.body.parameter, 'result').valueBoolean, false)
    const gender = await send(
      'GET',
      '/CodeSystem/$validate-code?url=http://hl7.org/fhir/administrative-gender&code=male',
    )
    assert.equal(part(gender.body.parameter, 'result').valueBoolean, true)
    const unit = await send('GET', '/CodeSystem/$validate-code?url=http://unitsofmeasure.org&code=mg/12h')
    assert.equal(part(unit.body.parameter, 'result').valueBoolean, false)
    const published = await send('GET', '/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/observation-status')
    assert.equal(published.body.expansion.total, 8)
  }, setup))

test('maps translate both ways', () =>
  withFhir(async (send) => {
    const target = [{ code: 'T2', equivalence: 'wider' }]
    const map = {
      resourceType: 'ConceptMap',
      id: 'm',
      url: 'http://example.org/ConceptMap/m',
      status: 'active',
      group: [{ source: url, target: 'http://example.org/t', element: [{ code: 'O2', target }] }],
    }
    await store(send, map)
    const forward = await send(
      'GET',
      `/ConceptMap/$translate?system=${url}&code=O2&targetsystem=http://example.org/t`,
    )
    assert.equal(part(forward.body.parameter, 'match').part?.[0]?.valueCode, 'wider')
    const back = await send('GET', '/ConceptMap/m/$translate?system=http://example.org/t&code=T2&reverse=true')
    assert.deepEqual(
      part(back.body.parameter, 'match').part?.map((one) => one.valueCode ?? one.valueCoding?.code),
      ['narrower', 'O2', undefined],
    )
    const none = await send('GET', `/ConceptMap/$translate?url=${map.url}&system=${url}&code=O1`)
    assert.equal(part(none.body.parameter, 'result').valueBoolean, false)
  }, setup))

test('maps with dependencies and products, maps that hand over to others, maps by their ends', () =>
  withFhir(async (send) => {
    const place = 'http://example.org/place'
    const map = (id: string, more: object) => ({
      resourceType: 'ConceptMap',
      id,
      url: `http://example.org/ConceptMap/${id}`,
      status: 'active',
      ...more,
    })
    const from = { source: url, target: 'http://example.org/t' }
    const left = { property: place, system: 'http://example.org/side', value: 'left' }
    const target = [
      { code: 'L', equivalence: 'equal', dependsOn: [left], product: [{ ...left, value: 'L' }] },
      { code: 'ANY', equivalence: 'wider' },
    ]
    await store(
      send,
      map('first', {
        sourceUri: 'http://example.org/ValueSet/a',
        targetUri: 'http://example.org/ValueSet/b',
        group: [
          {
            ...from,
            element: [{ code: 'O2', target }],
            unmapped: { mode: 'other-map', url: 'http://example.org/ConceptMap/second' },
          },
        ],
      }),
      map('second', {
        group: [
          {
            ...from,
            element: [{ code: 'O1', target: [{ code: 'T1', equivalence: 'equal' }] }],
            unmapped: { mode: 'other-map', url: 'http://example.org/ConceptMap/first' },
          },
        ],
      }),
    )
    const found = (reply: { body: { parameter: ParametersParameter[] } }) =>
      reply.body.parameter
        .filter((one) => one.name === 'match')
        .map((one) => one.part?.find((inner) => inner.name === 'concept')?.valueCoding?.code)
    const beside = (side: string) =>
      send('POST', '/ConceptMap/first/$translate', {
        resourceType: 'Parameters',
        parameter: [
          { name: 'coding', valueCoding: { system: url, code: 'O2' } },
          {
            name: 'dependency',
            part: [
              { name: 'element', valueUri: place },
              { name: 'concept', valueCodeableConcept: { coding: [{ system: left.system, code: side }] } },
            ],
          },
        ],
      })
    const both = await beside('left')
    assert.deepEqual(found(both), ['L', 'ANY'])
    const product = part(both.body.parameter, 'match').part?.find((one) => one.name === 'product')
    assert.deepEqual(
      product?.part?.map((one) => one.valueUri ?? one.valueCoding?.code),
      [place, 'L'],
    )
    assert.deepEqual(found(await beside('right')), ['ANY'])
    const ask = (query: string) => send('GET', `/ConceptMap/$translate?system=${url}&${query}`)
    assert.deepEqual(found(await ask('url=http://example.org/ConceptMap/first&code=O1')), ['T1'])
    assert.deepEqual(found(await ask('url=http://example.org/ConceptMap/first&code=O2a')), [])
    assert.deepEqual(found(await ask('code=O2&target=http://example.org/ValueSet/b')), ['ANY'])
    assert.deepEqual(found(await ask('code=O2&target=http://example.org/ValueSet/c')), [])
  }, setup))

test('a code system that is sent along is the one that is asked', () =>
  withFhir(async (send) => {
    const ask = async (code: string) => {
      const { body } = await send('POST', '/CodeSystem/$validate-code', {
        resourceType: 'Parameters',
        parameter: [
          { name: 'codeSystem', resource: organs },
          { name: 'code', valueCode: code },
        ],
      })
      return part(body.parameter, 'result').valueBoolean
    }
    assert.deepEqual([await ask('O2a'), await ask('none')], [true, false])
  }, setup))

test('a closure table is kept by name', () =>
  withFhir(async (send) => {
    await store(send, organs)
    const call = (...parameter: object[]) =>
      send('POST', '/$closure', {
        resourceType: 'Parameters',
        parameter: [{ name: 'name', valueString: 'c' }, ...parameter],
      })
    const concept = (code: string) => ({ name: 'concept', valueCoding: { system: url, code } })
    assert.equal((await call(concept('O'))).status, 404)
    assert.equal((await call()).body.version, '0')
    assert.equal((await call(concept('O2a'))).body.group, undefined)
    const second = await call(concept('O'), concept('O1'))
    assert.deepEqual(
      second.body.group[0].element.map((one: { code: string; target: { code: string }[] }) => [
        one.code,
        one.target[0]?.code,
      ]),
      [
        ['O2a', 'O'],
        ['O1', 'O'],
      ],
    )
    const replay = await call({ name: 'version', valueString: '1' })
    assert.equal(replay.body.group[0].element.length, 2)
    assert.equal((await call(concept('nothing'))).status, 404)
  }, setup))

test('hostile value sets are refused with a code that says why', () =>
  withFhir(async (send) => {
    const circle = (a: string, b: string) =>
      set(a, { include: [{ valueSet: [`http://example.org/ValueSet/${b}`] }] })
    await store(send, organs, circle('a', 'b'), circle('b', 'a'))
    const regex = (value: string) => ({
      include: [{ system: url, filter: [{ property: 'display', op: 'regex', value }] }],
    })
    const sent = (compose: object) =>
      send('POST', '/ValueSet/$expand', {
        resourceType: 'Parameters',
        parameter: [{ name: 'valueSet', resource: set('s', compose) }],
      })
    assert.equal((await send('GET', '/ValueSet/a/$expand')).status, 422)
    for (const bomb of ['(a+)+$', '(a|a)*b', 'a*a*a*b', '(.*)\\1', '((x{1,}){2})*', 'a'.repeat(300), '('])
      assert.equal((await sent(regex(bomb))).status, 400, bomb)
    assert.equal((await sent(regex('Đại.*'))).body.expansion.total, 2)
    const units = await sent({ include: [{ system: 'http://unitsofmeasure.org' }] })
    assert.deepEqual([units.status, units.body.issue[0].code], [422, 'too-costly'])
    const loop = {
      ...organs,
      concept: [
        { code: 'A', property: [{ code: 'parent', valueCode: 'B' }] },
        { code: 'B', property: [{ code: 'parent', valueCode: 'A' }] },
      ],
    }
    await store(send, loop as unknown as typeof organs, set('loop', { include: [{ system: url }] }))
    assert.equal((await send('GET', '/ValueSet/loop/$expand')).status, 200)
    const both = await send('GET', `/CodeSystem/$subsumes?system=${url}&codeA=A&codeB=B`)
    assert.equal(both.status, 200)
    assert.equal((await send('GET', '/ValueSet/$expand?url=http://example.org/none')).status, 422)
    assert.equal((await send('GET', '/ValueSet/loop/$expand?count=-1')).status, 400)
    assert.equal((await send('GET', '/ValueSet/loop/$expand?date=x')).status, 400)
  }, setup))
