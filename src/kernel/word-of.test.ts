import assert from 'node:assert/strict'
import { it } from 'node:test'
import { wordOf } from './word-of.ts'

it('names what cannot be turned into a word, whatever it hides', () => {
  assert.deepEqual(
    [{ toString: [] }, { toString: null }, [], null, 1.5, undefined, 'abc'].map((value) => wordOf(value)),
    ['object', 'object', 'object', 'object', '1.5', 'undefined', 'abc'],
  )
  assert.equal(wordOf('x'.repeat(100)).length, 60)
})
