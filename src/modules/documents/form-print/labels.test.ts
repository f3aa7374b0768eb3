import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numbered, saysItself } from './labels.ts'

test('the printed number stands before the words once', () => {
  assert.equal(numbered({ prefix: '12', text: 'Vào viện' }), '12. Vào viện')
  assert.equal(numbered({ prefix: '1', text: '1. Nam' }), '1. Nam')
  assert.equal(numbered({ prefix: 'I', text: 'I' }), 'I')
})

test('a word that begins with the letter of its number keeps the number', () => {
  assert.equal(numbered({ prefix: 'C', text: 'Chỉ định' }), 'C. Chỉ định')
  assert.equal(numbered({ prefix: '1', text: '10 phút' }), '1. 10 phút')
})

test('an answer that says itself what it is has no label before it', () => {
  assert.equal(saysItself('Khoa', 'Khoa Nội tổng hợp'), true)
  assert.equal(saysItself('Buồng', 'buồng 12'), true)
  assert.equal(saysItself('Khoa', 'Khoang miệng'), false)
  assert.equal(saysItself('', ' x'), false)
})
