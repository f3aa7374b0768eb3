import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertedText } from './scanner.ts'

test('what was put into a field is told from what stood there', () => {
  assert.equal(insertedText('', '040059000337'), '040059000337')
  assert.equal(insertedText('Trước sau', 'Trước 040059 sau'), '040059 ')
  assert.equal(insertedText('00', '00400'), '400')
  assert.equal(insertedText('abc', 'abc'), '')
})
