import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { canonicalJson, parseJson } from '../json.ts'
import { applyFhirPathPatch } from './fhirpath-patch.ts'
import { applyJsonPatch } from './json-patch.ts'
import { sameJson } from './values.ts'

const json = (text: string, patch: unknown) => canonicalJson(applyJsonPatch(parseJson(text), patch))

describe('applyJsonPatch', () => {
  it('keeps the digits of numbers and the order of members', () =>
    assert.equal(
      json('{"b":1.00,"a":{"c":2.50}}', [
        { op: 'copy', from: '/a/c', path: '/d' },
        { op: 'replace', path: '/a', value: parseJson('3.0') },
      ]),
      '{"b":1.00,"a":3.0,"d":2.50}',
    ))

  it('compares numbers by value', () => {
    for (const [one, other] of [
      ['1.0', '1'],
      ['100', '1e2'],
      ['-0.0', '0'],
      ['12345678901234567890.10', '12345678901234567890.1'],
    ])
      assert.ok(sameJson(parseJson(one ?? ''), parseJson(other ?? '')), `${one} ${other}`)
    assert.ok(!sameJson(parseJson('12345678901234567890.1'), parseJson('12345678901234567890.2')))
  })

  it('changes nothing of what it was given', () => {
    const before = parseJson('{"a":[1]}')
    applyJsonPatch(before, [{ op: 'add', path: '/a/-', value: 2 }])
    assert.equal(canonicalJson(before), '{"a":[1]}')
  })

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['the prototype', [{ op: 'add', path: '/__proto__/x', value: 1 }], 'patch.invalid'],
    [
      'the prototype behind the constructor',
      [{ op: 'add', path: '/constructor/prototype/x', value: 1 }],
      'patch.notFound',
    ],
    ['a list beyond its end', [{ op: 'add', path: '/a/5', value: 1 }], 'patch.outOfRange'],
    ['what is no list', { op: 'add' }, 'patch.invalid'],
    [
      'too many operations',
      Array.from({ length: 1001 }, () => ({ op: 'test', path: '', value: 1 })),
      'patch.tooCostly',
    ],
    [
      'copies that double',
      Array.from({ length: 40 }, () => ({ op: 'copy', from: '/a', path: '/a/-' })),
      'patch.tooCostly',
    ],
  ]
  for (const [what, patch, code] of refused)
    it(`refuses ${what}`, () => assert.throws(() => json('{"a":[1]}', patch), { code }))

  it('pollutes no prototype, whatever it is sent', () => {
    const step = fc.constantFrom('__proto__', 'constructor', 'prototype', 'a', '0', '-')
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path: fc.array(step, { maxLength: 4 }).map((steps) => steps.map((one) => `/${one}`).join('')),
      from: fc.array(step, { maxLength: 4 }).map((steps) => steps.map((one) => `/${one}`).join('')),
      value: fc.anything({ maxDepth: 2 }),
    })
    const untouched = JSON.stringify(Reflect.ownKeys(Object.prototype).map(String))
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (patch) => {
        try {
          applyJsonPatch({ a: [{ a: 1 }] }, patch)
        } catch {
          // Refused or not, only the prototype matters here.
        }
        return JSON.stringify(Reflect.ownKeys(Object.prototype).map(String)) === untouched
      }),
    )
  })
})

type Part = Record<string, unknown>
const operation = (...parts: readonly Part[]) => ({ name: 'operation', part: parts })
const code = (type: string) => ({ name: 'type', valueCode: type })
const path = (text: string) => ({ name: 'path', valueString: text })
const name = (text: string) => ({ name: 'name', valueString: text })
const whole = (part: string, value: number) => ({ name: part, valueInteger: value })
const value = (one: Part) => ({ name: 'value', ...one })
const patched = (text: string, ...parameter: readonly unknown[]) =>
  canonicalJson(applyFhirPathPatch(parseJson(text), { resourceType: 'Parameters', parameter }))

describe('applyFhirPathPatch', () => {
  const works: readonly (readonly [string, string, readonly Part[], string])[] = [
    [
      'adds a primitive',
      '{"resourceType":"Patient"}',
      [code('add'), path('Patient'), name('birthDate'), value({ valueDate: '1930-01-01' })],
      '{"resourceType":"Patient","birthDate":"1930-01-01"}',
    ],
    [
      'adds to a list',
      '{"resourceType":"Patient","name":[{"text":"a"}]}',
      [code('add'), path('Patient'), name('name'), value({ valueHumanName: { text: 'b' } })],
      '{"resourceType":"Patient","name":[{"text":"a"},{"text":"b"}]}',
    ],
    [
      'names a choice by its type',
      '{"resourceType":"Observation"}',
      [code('add'), path('Observation'), name('value'), value({ valueString: 'x' })],
      '{"resourceType":"Observation","valueString":"x"}',
    ],
    [
      'adds an extension to a primitive',
      '{"resourceType":"Patient","birthDate":"1930"}',
      [
        code('add'),
        path('Patient.birthDate'),
        name('extension'),
        value({ valueExtension: { url: 'u', valueCode: 'c' } }),
      ],
      '{"resourceType":"Patient","birthDate":"1930","_birthDate":{"extension":[{"url":"u","valueCode":"c"}]}}',
    ],
    [
      'adds an element without a type by its parts',
      '{"resourceType":"Patient"}',
      [
        code('add'),
        path('Patient'),
        name('contact'),
        {
          name: 'value',
          part: [
            { name: 'name', valueHumanName: { text: 'a' } },
            { name: 'gender', valueCode: 'male' },
          ],
        },
      ],
      '{"resourceType":"Patient","contact":[{"name":{"text":"a"},"gender":"male"}]}',
    ],
    [
      'inserts',
      '{"resourceType":"Patient","name":[{"given":["a","c"]}]}',
      [code('insert'), path('Patient.name[0].given'), whole('index', 1), value({ valueString: 'b' })],
      '{"resourceType":"Patient","name":[{"given":["a","b","c"]}]}',
    ],
    [
      'inserts into a list that is not there',
      '{"resourceType":"Patient"}',
      [code('insert'), path('Patient.identifier'), whole('index', 0), value({ valueIdentifier: { value: 'b' } })],
      '{"resourceType":"Patient","identifier":[{"value":"b"}]}',
    ],
    [
      'keeps the extensions of a list beside their values',
      '{"resourceType":"Patient","name":[{"given":["a","c"],"_given":[null,{"id":"c"}]}]}',
      [code('insert'), path('Patient.name.given'), whole('index', 0), value({ valueString: 'b' })],
      '{"resourceType":"Patient","name":[{"given":["b","a","c"],"_given":[null,null,{"id":"c"}]}]}',
    ],
    [
      'deletes',
      '{"resourceType":"Patient","birthDate":"1930","_birthDate":{"id":"x"},"active":true}',
      [code('delete'), path('Patient.birthDate')],
      '{"resourceType":"Patient","active":true}',
    ],
    [
      'deletes what is not there without a word',
      '{"resourceType":"Patient","active":true}',
      [code('delete'), path('Patient.birthDate')],
      '{"resourceType":"Patient","active":true}',
    ],
    [
      'leaves nothing empty behind',
      '{"resourceType":"Patient","contact":[{"name":{"text":"a"}}],"active":true}',
      [code('delete'), path('Patient.contact.name.text')],
      '{"resourceType":"Patient","active":true}',
    ],
    [
      'deletes the item that a condition finds',
      '{"resourceType":"Patient","name":[{"use":"old"},{"use":"official"}]}',
      [code('delete'), path("Patient.name.where(use = 'old')")],
      '{"resourceType":"Patient","name":[{"use":"official"}]}',
    ],
    [
      'replaces',
      '{"resourceType":"Patient","name":[{"given":["a","c"]}]}',
      [code('replace'), path('Patient.name[0].given[1]'), value({ valueString: 'b' })],
      '{"resourceType":"Patient","name":[{"given":["a","b"]}]}',
    ],
    [
      'replaces a choice by another type',
      '{"resourceType":"Observation","valueString":"x"}',
      [code('replace'), path('Observation.value'), value({ valueBoolean: true })],
      '{"resourceType":"Observation","valueBoolean":true}',
    ],
    [
      'moves',
      '{"resourceType":"Patient","name":[{"given":["a","b","c"],"_given":[{"id":"a"}]}]}',
      [code('move'), path('Patient.name.given'), whole('source', 0), whole('destination', 2)],
      '{"resourceType":"Patient","name":[{"given":["b","c","a"],"_given":[null,null,{"id":"a"}]}]}',
    ],
    [
      'reaches into contained resources',
      '{"resourceType":"Patient","contained":[{"resourceType":"Observation","id":"o","valueQuantity":{"value":7.0}}]}',
      [code('add'), path('Patient.contained[0].value'), name('unit'), value({ valueString: 'kg' })],
      '{"resourceType":"Patient","contained":[{"resourceType":"Observation","id":"o","valueQuantity":{"value":7.0,"unit":"kg"}}]}',
    ],
  ]
  for (const [what, before, parts, after] of works)
    it(what, () => assert.equal(patched(before, operation(...parts)), after))

  it('keeps the digits of a value', () =>
    assert.equal(
      canonicalJson(
        applyFhirPathPatch(
          parseJson('{"resourceType":"Observation","valueQuantity":{"value":1.50}}'),
          parseJson(
            '{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Observation.value.value"},{"name":"value","valueDecimal":7.00}]}]}',
          ),
        ),
      ),
      '{"resourceType":"Observation","valueQuantity":{"value":7.00}}',
    ))

  const refused: readonly (readonly [string, string, readonly Part[]])[] = [
    [
      'patch.exists',
      'a second value of a single element',
      [code('add'), path('Patient'), name('birthDate'), value({ valueDate: '1930' })],
    ],
    [
      'patch.exists',
      'a second type of a choice',
      [code('add'), path('Patient'), name('deceased'), value({ valueDateTime: '1930' })],
    ],
    [
      'patch.invalid',
      'an element that is not defined',
      [code('add'), path('Patient'), name('colour'), value({ valueString: 'red' })],
    ],
    [
      'patch.invalid',
      'a name of Object',
      [code('add'), path('Patient'), name('__proto__'), value({ valueString: 'red' })],
    ],
    [
      'patch.invalid',
      'a type the choice does not have',
      [code('replace'), path('Patient.deceased'), value({ valueString: 'red' })],
    ],
    ['patch.invalid', 'an unknown operation', [code('append'), path('Patient')]],
    ['patch.invalid', 'no path', [code('delete')]],
    ['patch.invalid', 'no value', [code('replace'), path('Patient.birthDate')]],
    ['patch.invalid', 'a path that is not of elements', [code('delete'), path("'a'")]],
    ['patch.invalid', 'the whole resource', [code('delete'), path('Patient')]],
    [
      'patch.notFound',
      'what is not there',
      [code('replace'), path('Patient.gender'), value({ valueCode: 'male' })],
    ],
    ['patch.several', 'several elements at once', [code('delete'), path('Patient.name')]],
    [
      'patch.outOfRange',
      'a place behind the end',
      [code('insert'), path('Patient.name'), whole('index', 3), value({ valueHumanName: { text: 'x' } })],
    ],
    [
      'patch.outOfRange',
      'a move behind the end',
      [code('move'), path('Patient.name'), whole('source', 0), whole('destination', 2)],
    ],
    ['fhirpath.invalid', 'what is no FHIRPath', [code('delete'), path('Patient.name[')]],
  ]
  const patient =
    '{"resourceType":"Patient","name":[{"text":"a"},{"text":"b"}],"birthDate":"1930","deceasedBoolean":true}'
  for (const [error, what, parts] of refused)
    it(`refuses ${what}`, () => assert.throws(() => patched(patient, operation(...parts)), { code: error }))
})
