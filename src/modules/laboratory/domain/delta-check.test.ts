import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { exceedsDelta } from './delta-check.ts'

const rule = { percent: 20, absolute: 0.5, days: 7 }

describe('exceedsDelta', () => {
  for (const [value, previous, expected] of [
    [6.4, 4.8, true],
    [5.2, 4.8, false],
    [4.8, 4.8, false],
    [0.9, 0.5, false],
    [3, 0, true],
  ] as const) {
    it(`${previous} → ${value} is ${expected ? '' : 'not '}a doubtful change`, () => {
      assert.equal(exceedsDelta(value, '2026-11-23', { value: previous, on: '2026-11-20' }, rule), expected)
    })
  }

  it('compares only with results young enough, and never with later ones', () => {
    assert.equal(exceedsDelta(9, '2026-11-23', { value: 4, on: '2026-11-16' }, rule), true)
    assert.equal(exceedsDelta(9, '2026-11-23', { value: 4, on: '2026-11-15' }, rule), false)
    assert.equal(exceedsDelta(9, '2026-11-23', { value: 4, on: '2026-11-24' }, rule), false)
  })

  it('says nothing without a previous result or a rule', () => {
    assert.equal(exceedsDelta(9, '2026-11-23', undefined, rule), false)
    assert.equal(exceedsDelta(9, '2026-11-23', { value: 4, on: '2026-11-23' }, undefined), false)
  })
})
