import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AppError } from '#kernel/app-error.ts'
import { canonicalJson, parseJson } from './json.ts'
import { JsonReader } from './json-reader.ts'

function readAll(text: string, characters: number): unknown {
  const reader = new JsonReader(text)
  while (!reader.step(characters));
  return reader.value
}

/** The value written again, or the code of the refusal. */
function outcome(read: () => unknown): string {
  try {
    return canonicalJson(read())
  } catch (error) {
    return (error as AppError).code
  }
}

const deep = (levels: number) => `${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}`
const texts = [
  ' {"a" : [ 1 , 1.00 , -0.0, 1e2, 1E-7 ] , "b" : { } , "c" : [ ] }\r\n\t',
  '[[],{},"",0,-1,true,false,null]',
  '"\\u00e1\\n\\"\\\\ă"',
  '123456789012345678901234567890.123',
  deep(64),
  deep(66),
  '{"a":1,"a":2}',
  '{"1":1}',
  '{"__proto__":1}',
  '"\\u0000"',
  `[${'1'.repeat(1001)}]`,
  '',
  ' ',
  '[',
  '[1',
  '[1,',
  '[1,]',
  '[,1]',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{a:1}',
  '[1}',
  '{"a":1]',
  '1 2',
  '01',
  '1.',
  '.5',
  '+1',
  '-',
  'nul',
  'NaN',
  '"a',
  '"a\\',
  '"\\x"',
  '"\u0001"',
  ']',
  `"${'a'.repeat(600)}\\n${'b'.repeat(1200)}\\"${'ế'.repeat(600)}"`,
  `["${'a'.repeat(600)}\u0001"]`,
  `["${'a'.repeat(600)}`,
  `["${'a'.repeat(501)}", "${'a'.repeat(499)}\\"]`,
]

describe('JSON in pieces', () => {
  for (const text of texts)
    it(`reads or refuses as parseJson does: ${text.slice(0, 40)}`, () => {
      const expected = outcome(() => parseJson(text))
      for (const characters of [1, 5, 1_000_000])
        assert.equal(
          outcome(() => readAll(text, characters)),
          expected,
        )
    })
})
