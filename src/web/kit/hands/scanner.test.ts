import assert from 'node:assert/strict'
import { test } from 'node:test'
import { insertedText, isTypedPin } from './scanner.ts'

test('what was put into a field is told from what stood there', () => {
  assert.equal(insertedText('', '040059000337'), '040059000337')
  assert.equal(insertedText('Trước sau', 'Trước 040059 sau'), '040059 ')
  assert.equal(insertedText('00', '00400'), '400')
  assert.equal(insertedText('abc', 'abc'), '')
})

test('a few digits are a PIN; a badge has more of them, or letters', () => {
  for (const pin of ['2026', '202611', '2026110']) assert.ok(isTypedPin(pin), pin)
  for (const badge of ['20261123', 'LOB-234', '0400590003', '']) assert.ok(!isTypedPin(badge), badge)
})
