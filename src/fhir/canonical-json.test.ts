import assert from 'node:assert/strict'
import { it } from 'node:test'
import { parseCanonical } from './canonical-json.ts'
import { decimal, isDecimal } from './decimal.ts'
import { canonicalJson, parseJson } from './json.ts'

const digits = (count: number) => Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join('')
const whole = () => String(Math.floor(Math.random() * 1000))
const lexemes = [
  whole,
  () => `${whole()}.${digits(1 + Math.floor(Math.random() * 9))}`,
  () => `0.${'0'.repeat(Math.floor(Math.random() * 9))}${digits(3)}`,
  () => `1${digits(10 + Math.floor(Math.random() * 12))}`,
  () => `${whole()}e${Math.floor(Math.random() * 9)}`,
  () => '0',
]
const shapes = [
  (number: string) => `{"value":${number}}`,
  (number: string) => `{"list":[1,${number},2],"time":"2026-11-23T10:42:00+07:00"}`,
  (number: string) => `[${number}]`,
  (number: string) => `{"text":"a:${number},b","value":${number},"deep":{"value":${number}}}`,
]

it('parses stored JSON as the strict parser does, whatever its numbers', () => {
  let odd = 0
  for (let round = 0; round < 20_000; round++) {
    const make = lexemes[round % lexemes.length] as () => string
    const number = `${Math.random() < 0.3 ? '-' : ''}${make()}`
    const text = (shapes[round % shapes.length] as (number: string) => string)(number)
    const parsed = parseCanonical(Buffer.from(text))
    assert.deepEqual(parsed, parseJson(text), text)
    assert.equal(canonicalJson(parsed), text)
    if (String(Number(number)) !== number) odd++
  }
  assert.ok(odd > 1000)
  assert.ok(isDecimal((parseCanonical(Buffer.from('{"value":7.0}')) as { value: unknown }).value))
  assert.equal(
    canonicalJson(parseCanonical(Buffer.from(canonicalJson({ value: decimal('7.0') })))),
    '{"value":7.0}',
  )
})
