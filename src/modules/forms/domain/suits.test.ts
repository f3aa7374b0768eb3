import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Suitability, suits } from './suits.ts'

const rules: readonly Suitability[] = [
  { forms: ['02/BV1'], class: ['IMP'], years: [0, 15] },
  { forms: ['05/BV1'], class: ['IMP'], gender: 'female' },
  { forms: ['05/BV1'], specialties: ['san'] },
]

test('a form suits a visit when all that a rule says holds; what is not known fits nothing that asks for it', () => {
  assert.equal(suits(rules, '02/BV1', { class: 'IMP', years: 15 }), true)
  assert.equal(suits(rules, '02/BV1', { class: 'IMP', years: 16 }), false)
  assert.equal(suits(rules, '02/BV1', { class: 'AMB', years: 3 }), false)
  assert.equal(suits(rules, '02/BV1', { class: 'IMP' }), false)
  assert.equal(suits(rules, '05/BV1', { class: 'IMP', gender: 'female' }), true)
  assert.equal(suits(rules, '05/BV1', { class: 'AMB', gender: 'female', specialty: 'san' }), true)
  assert.equal(suits(rules, '01/BV1', { class: 'IMP' }), false)
})
