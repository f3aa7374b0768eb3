import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parameters, structures } from '#store/definitions.ts'
import { dateRange } from './date-range.ts'
import { evaluate, parseExpression } from './expression.ts'
import { hash53, paramNumber } from './hash.ts'
import { below, numberRange } from './number-range.ts'

const iso = (ms: number | undefined) => (ms === undefined ? '' : new Date(ms).toISOString())

describe('dateRange', () => {
  for (const [text, lo, hi] of [
    ['2026', '2025-12-31T17:00:00.000Z', '2026-12-31T16:59:59.999Z'],
    ['2026-02', '2026-01-31T17:00:00.000Z', '2026-02-28T16:59:59.999Z'],
    ['2026-11-23', '2026-11-22T17:00:00.000Z', '2026-11-23T16:59:59.999Z'],
    ['2026-11-23T10:42:07+07:00', '2026-11-23T03:42:07.000Z', '2026-11-23T03:42:07.999Z'],
    ['2026-11-23T03:42:07.5Z', '2026-11-23T03:42:07.500Z', '2026-11-23T03:42:07.500Z'],
    ['2026-11-23T10:42', '2026-11-23T03:42:00.000Z', '2026-11-23T03:42:59.999Z'],
  ] as const)
    it(`knows what ${text} means in Viet Nam`, () => {
      const range = dateRange(text)
      assert.deepEqual([iso(range?.lo), iso(range?.hi)], [lo, hi])
    })
  it('refuses what is no date', () => {
    for (const text of ['', 'x', '2026-13', '26-01-01', '2026-01-01T', '2026-01-32'])
      assert.equal(dateRange(text), undefined)
  })
})

describe('numberRange', () => {
  it('means as much as its digits say', () => {
    assert.deepEqual(numberRange('100'), { lo: 99.5, hi: below(100.5), exact: 100 })
    assert.deepEqual(numberRange('100.00'), { lo: 99.995, hi: below(100.005), exact: 100 })
    assert.deepEqual(numberRange('5.4'), { lo: 5.35, hi: below(5.45), exact: 5.4 })
    assert.deepEqual(numberRange('1e2'), { lo: 50, hi: below(150), exact: 100 })
    assert.equal(numberRange('x'), undefined)
  })
})

describe('search expressions', () => {
  const run = (expression: string, type: string, value: unknown) =>
    parseExpression(expression)
      .flatMap((path) => evaluate(structures, path, { type, value }))
      .map((one) => one.value)
  it('finds values of choices, filters and unions', () => {
    const patient = {
      telecom: [
        { system: 'phone', value: '1' },
        { system: 'email', value: '2' },
      ],
      deceasedBoolean: false,
    }
    assert.deepEqual(run("Patient.telecom.where(system='email')", 'Patient', patient), [
      { system: 'email', value: '2' },
    ])
    assert.deepEqual(run('Patient.deceased.exists() and Patient.deceased != false', 'Patient', patient), [false])
    assert.deepEqual(
      run('(Observation.value.ofType(string)) | Observation.status', 'Observation', {
        valueString: 'a',
        status: 'final',
      }),
      ['a', 'final'],
    )
    const subject = { reference: 'Patient/1/_history/2' }
    assert.deepEqual(run('Observation.subject.where(resolve() is Patient)', 'Observation', { subject }), [subject])
    assert.deepEqual(run('Observation.subject.where(resolve() is Group)', 'Observation', { subject }), [])
  })
  it('refuses what it does not know', () => {
    for (const text of ['Patient.name.first()', 'Patient.name.where(use)', 'Patient..name', 'Patient.name |'])
      assert.throws(() => parseExpression(text), SyntaxError)
  })
  it('leaves out no published parameter without saying so', () => {
    const told = JSON.parse(
      readFileSync(new URL('../../../data/fhir/local/unsupported.json', import.meta.url), 'utf8'),
    ) as unknown
    assert.deepEqual(parameters.unsupported(), told, 'run node tools/generate-unsupported.ts')
  })
})

describe('hashes', () => {
  it('fit a JavaScript number and differ', () => {
    fc.assert(fc.property(fc.string(), (text) => Number.isSafeInteger(hash53(text)) && hash53(text) >= 0))
    const seen = new Set(
      Array.from({ length: 200_000 }, (_, n) => hash53(`1 Observation code=http://loinc.org|${n}-4`)),
    )
    assert.equal(seen.size, 200_000)
  })
  it('number every parameter code differently', () => {
    const codes = new Set(Object.keys(structures.resourceTypes).flatMap((type) => [...parameters.of(type).keys()]))
    assert.equal(new Set([...codes].map(paramNumber)).size, codes.size)
  })
})
