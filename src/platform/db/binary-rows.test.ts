import assert from 'node:assert/strict'
import { it } from 'node:test'
import { binaryRows } from './binary-rows.ts'

it('writes every value where the buffer has just become full', () => {
  // Each length of the text moves the following single bytes over another place; somewhere they meet each end.
  for (let length = 8100; length < 8200; length++) {
    const bytes = binaryRows(
      1,
      ['text', 'bool', 'char', 'int2', 'uuid'],
      [['x'.repeat(length), true, 'c', 7, '01a20215-ce8c-70ef-9459-0f447383a42e']],
    )
    assert.equal(bytes.at(-1), 0x2e, `length ${length}`)
    assert.equal(bytes.at(-4 - 4 - 16 - 2 - 5 - 4), 'c'.charCodeAt(0), `length ${length}`)
  }
})
