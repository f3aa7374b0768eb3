import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { canonicalJson, parseJson } from '../json.ts'
import { compilePath, evaluatePath } from './index.ts'
import { checkTypes } from './strict.ts'

const observation = parseJson(
  '{"resourceType":"Observation","status":"final","valueQuantity":{"value":7.00,"unit":"kg"},"subject":{"reference":"Patient/p"},"effectiveDateTime":"2026-11-22T10:00:00+07:00","note":[{"text":"a"},{"_text":{"id":"x"}}]}',
)
const evaluate = (expression: string, environment = {}) =>
  canonicalJson(evaluatePath(compilePath(expression), observation, environment))

describe('evaluatePath', () => {
  const works: readonly (readonly [string, string])[] = [
    ['Observation.value.value', '[7.00]'],
    ['value', '[{"value":7.00,"unit":"kg"}]'],
    ['value.value > 6.5', '[true]'],
    ['effective + 1 hour', '["2026-11-22T11:00:00+07:00"]'],
    ['note.text', '["a"]'],
    ['%resource.status', '["final"]'],
    ['%`vs-observation-status`', '["http://hl7.org/fhir/ValueSet/observation-status"]'],
    ["subject.reference.matches('^Patient/[a-z]+$')", '[true]'],
    ["'abcabc'.replaceMatches('(b)', '-$1-')", '["a-b-ca-b-c"]'],
    ["('b' | 'a').sort(-$this)", '["b","a"]'],
    ['@2026-11-22T10:00:00Z = @2026-11-22T10:00:00', '[]'],
    ["@2026-03-31 - 1 'month'", '["2026-02-28"]'],
  ]
  for (const [expression, wanted] of works) it(expression, () => assert.equal(evaluate(expression), wanted))

  it('gives variables of the caller, with their digits', () =>
    assert.equal(evaluate('%limit', { limit: parseJson('1.50') }), '[1.50]'))

  it('evaluates on a part of a resource', () =>
    assert.deepEqual(evaluatePath(compilePath('given.count()', 'HumanName'), { given: ['a', 'b'] }), [2]))

  it('resolves references by the caller', () => {
    const path = compilePath('subject.resolve().active')
    assert.deepEqual(evaluatePath(path, observation, {}), [])
    const found = { resourceType: 'Patient', active: true }
    assert.deepEqual(
      evaluatePath(path, observation, {}, (reference) => (reference === 'Patient/p' ? found : undefined)),
      [true],
    )
  })

  const refused: readonly (readonly [string, string, string])[] = [
    ['what cannot be parsed', 'a.b(', 'fhirpath.invalid'],
    ['a long expression', `'${'a'.repeat(6000)}'`, 'fhirpath.tooLong'],
    ['deep brackets', `${'('.repeat(60)}1${')'.repeat(60)}`, 'fhirpath.tooDeep'],
    ['a row of signs', `${'-'.repeat(60)}1`, 'fhirpath.tooDeep'],
    ['a row of operators', `1${'+1'.repeat(200)}`, 'fhirpath.tooCostly'],
    ['endless repetition', '1.repeat($this + 1)', 'fhirpath.tooCostly'],
    [
      'a text that doubles',
      "(1|2|3|4|5|6).aggregate($total & $total & $total & $total & $total & $total & $total & $total, 'aaaa')",
      'fhirpath.tooCostly',
    ],
    ['a large power', '10.power(1000000)', 'fhirpath.tooCostly'],
    ['names of JavaScript', '%constructor', 'fhirpath.invalid'],
    ['names of JavaScript in quotes', '%`__proto__`', 'fhirpath.invalid'],
    ['look-around in a regular expression', "'a'.matches('(?=a)')", 'fhirpath.failed'],
    ['a criterion that is not boolean', "iif('a', 1, 2)", 'fhirpath.failed'],
    ['asking a server', "'a'.memberOf('http://x')", 'fhirpath.failed'],
  ]
  for (const [what, expression, code] of refused)
    it(`refuses ${what}`, () => assert.throws(() => evaluate(expression), { code }))

  it('is not hung by any regular expression', () => {
    for (const bomb of ['(a+)+$', '(a|aa)+$', '(a|a?)+$', '(.*a){20}$', '([a-z]+)*$'])
      assert.equal(evaluate(`'${'a'.repeat(200)}!'.matches('^${bomb}')`), '[false]')
  })

  it('does not go through a large resource as a whole', () => {
    const bundle = { resourceType: 'Bundle', entry: Array.from({ length: 3000 }, () => ({ fullUrl: 'a' })) }
    assert.throws(() => evaluatePath(compilePath('descendants()'), bundle), { code: 'fhirpath.tooCostly' })
  })
})

describe('checkTypes', () => {
  for (const [expression, type] of [
    ['name.given1', 'Patient'],
    ['Observation.valueQuantity', 'Observation'],
    ['(Observation.value as Period).unit', 'Observation'],
    ['Patient.children().first()', 'Patient'],
  ] as const)
    it(`refuses ${expression}`, () =>
      assert.throws(() => checkTypes(expression, type), { code: 'fhirpath.invalid' }))

  for (const [expression, type] of [
    ['name.given', 'Patient'],
    ["Patient.name.where(use = 'official').given.first()", 'Patient'],
    ['Observation.value.unit', 'Observation'],
    ['contained.name', 'Patient'],
  ] as const)
    it(`accepts ${expression}`, () => checkTypes(expression, type))
})
