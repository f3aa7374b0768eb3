import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decimal, lexemeOf, numberOf } from './decimal.ts'
import { canonicalJson, parseJson, parseJsonBytes } from './json.ts'

const digits = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,30})?([eE][+-]?\d{1,2})?$/)

describe('parseJson', () => {
  for (const text of ['1.00', '1e2', '-0', '0.10', '123456789012345678901234567890.5', '1E+2', '7', '-3.5'])
    it(`keeps ${text} as written`, () =>
      assert.equal(canonicalJson(parseJson(`{"value":${text}}`)), `{"value":${text}}`))

  it('keeps any number as written', () => {
    fc.assert(fc.property(digits, (text) => canonicalJson(parseJson(`{"a":[${text}]}`)) === `{"a":[${text}]}`))
  })

  it('keeps any text, order and nesting', () => {
    const words = fc.dictionary(
      fc.stringMatching(/^[a-z_][a-zA-Z]{0,8}$/),
      fc.jsonValue({ maxDepth: 3, noUnicodeString: false } as object),
    )
    fc.assert(
      fc.property(words, (value) => {
        const text = JSON.stringify(value)
        if (/"\d|__proto__|\\u0000/.test(text)) return true
        return canonicalJson(parseJson(text)) === text
      }),
    )
  })

  it('removes white space only', () => {
    assert.equal(
      canonicalJson(parseJson(' { "b" : [ 1.50 , "x y" ] , "a" : null } ')),
      '{"b":[1.50,"x y"],"a":null}',
    )
  })

  for (const [name, text, code] of [
    ['a name twice', '{"a":1,"a":2}', 'fhir.jsonKey'],
    ['a name twice deep inside', '{"x":[{"a":1,"a":1}]}', 'fhir.jsonKey'],
    ['a name that is a number', '{"1":1}', 'fhir.jsonKey'],
    ['a prototype', '{"__proto__":1}', 'fhir.jsonKey'],
    ['NUL', '{"a":"\\u0000"}', 'fhir.jsonNul'],
    ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`, 'fhir.jsonDepth'],
    ['half an object', '{"a":', 'fhir.json'],
    ['nothing', '', 'fhir.json'],
    ['an odd number outside JSON', '{"a":01}', 'fhir.json'],
    ['a colon in a wrong place', '{"a"::1}', 'fhir.json'],
  ] as const)
    it(`refuses ${name}`, () => assert.throws(() => parseJson(text), { code }))

  it('is not misled by quotes, colons and braces inside text', () => {
    const text = '{"a":"x\\\\\\"y: {[1.00, \\\\","b":"\\\\u0000"}'
    assert.equal(canonicalJson(parseJson(text)), text)
  })

  it('refuses bytes that are not UTF-8', () => {
    assert.throws(() => parseJsonBytes(new Uint8Array([0x22, 0xff, 0x22])), { code: 'fhir.json' })
  })
})

describe('decimal', () => {
  it('keeps digits and still has a value', () => {
    assert.equal(JSON.stringify({ value: decimal('7.0') }), '{"value":7.0}')
    assert.equal(numberOf(decimal('7.0')), 7)
    assert.equal(lexemeOf(decimal('1e2')), '1e2')
    assert.equal(numberOf('7'), undefined)
  })
  it('refuses what is not a JSON number', () => assert.throws(() => decimal('7,0'), RangeError))
})
