import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseResult } from './parse-result.ts'

const number = { kind: 'number' } as const
const sign = {
  kind: 'choice',
  choices: [
    { code: 'NEG', text: 'Âm tính' },
    { code: 'POS', text: 'Dương tính' },
  ],
} as const

describe('parseResult', () => {
  for (const [typed, lexeme] of [
    ['7.0', '7.0'],
    ['7,0', '7.0'],
    [' 7 ', '7'],
    ['0,50', '0.50'],
    ['-1.2', '-1.2'],
    ['+3', '3'],
    ['007.10', '7.10'],
    ['0', '0'],
    ['-0.0', '-0.0'],
  ] as const) {
    it(`keeps ${JSON.stringify(typed)} as ${lexeme}`, () => {
      const parsed = parseResult(typed, number)
      assert.ok(parsed.kind === 'quantity')
      assert.equal(parsed.lexeme, lexeme)
    })
  }

  it('knows the limits of an analyser', () => {
    assert.deepEqual(parseResult('<0,01', number), {
      kind: 'quantity',
      lexeme: '0.01',
      value: 0.01,
      comparator: '<',
    })
    assert.deepEqual(parseResult('≥ 600', number), {
      kind: 'quantity',
      lexeme: '600',
      value: 600,
      comparator: '>=',
    })
  })

  for (const hostile of [
    '1e400',
    'NaN',
    'Infinity',
    '-Infinity',
    '1e2',
    '0x10',
    '1.000.000',
    '1,000.5',
    '7.',
    '.5',
    '١٢',
    '--1',
    '1 2',
    '<',
    '5 mmol',
    "1'; drop table",
  ]) {
    it(`refuses ${hostile} as a number`, () => {
      assert.deepEqual(parseResult(hostile, number), { kind: 'refused', reason: 'notNumber' })
    })
  }

  it('refuses more digits than any method has', () => {
    assert.deepEqual(parseResult('1.2345678901234567', number), { kind: 'refused', reason: 'tooPrecise' })
    assert.deepEqual(parseResult('9'.repeat(400), number), { kind: 'refused', reason: 'tooPrecise' })
  })

  it('refuses 10 kB of text and characters that do not print', () => {
    assert.deepEqual(parseResult('a'.repeat(10_240), { kind: 'text' }), { kind: 'refused', reason: 'tooLong' })
    assert.deepEqual(parseResult('a\u0000b', { kind: 'text' }), { kind: 'refused', reason: 'controlCharacter' })
    assert.deepEqual(parseResult('dòng một\ndòng hai', { kind: 'text' }), {
      kind: 'text',
      text: 'dòng một\ndòng hai',
    })
  })

  it('reads a dash as a test that could not be done, and nothing as nothing', () => {
    assert.deepEqual(
      ['-', '–', ' ', ''].map((typed) => parseResult(typed, number).kind),
      ['notDone', 'notDone', 'empty', 'empty'],
    )
  })

  it('takes a choice by code or by its words, however written', () => {
    assert.deepEqual(parseResult('neg', sign), { kind: 'choice', code: 'NEG', text: 'Âm tính' })
    assert.deepEqual(parseResult('dương TÍNH'.normalize('NFD'), sign), {
      kind: 'choice',
      code: 'POS',
      text: 'Dương tính',
    })
    assert.deepEqual(parseResult('có', sign), { kind: 'refused', reason: 'notChoice' })
  })

  it('gives back the number that was typed, whatever it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: 0, max: 5 }), (whole, places) => {
        const typed = (whole / 100).toFixed(places)
        const parsed = parseResult(typed.replace('.', ','), number)
        return (
          parsed.kind === 'quantity' &&
          parsed.value === Number(typed) &&
          JSON.parse(parsed.lexeme) === Number(typed)
        )
      }),
    )
  })
})
