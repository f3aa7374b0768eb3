import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseKept } from './choose-kept.ts'

const there = { content: 'there', version: 3, updatedAt: '2026-11-23T03:42:00Z' }
const here = { content: 'here', version: 3, changedAt: '2026-11-23T03:41:00Z', waiting: true }

test('the device wins while the server lacks its text, else the server', () => {
  assert.equal(chooseKept(undefined, undefined), undefined)
  assert.equal(chooseKept(here, undefined), here)
  assert.equal(chooseKept(undefined, there), there)
  assert.equal(chooseKept(here, there), here)
  assert.equal(chooseKept({ ...here, waiting: false }, there), there)
})

test('a text written elsewhere later than an unsent one is taken; an earlier one is not', () => {
  assert.equal(chooseKept({ ...here, version: 2 }, there), there)
  const later = { ...here, version: 2, changedAt: '2026-11-23T03:43:00Z' }
  assert.equal(chooseKept(later, there), later)
})
