import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { flagChoice, flagResult, isCritical } from './flag-result.ts'

const potassium = { low: 3.5, high: 5.1, criticalLow: 2.8, criticalHigh: 6.2 } // mmol/L

describe('flagResult', () => {
  for (const [value, flag] of [
    [2.7, 'LL'],
    [2.8, 'L'],
    [3.4, 'L'],
    [3.5, 'N'],
    [5.1, 'N'],
    [5.2, 'H'],
    [6.2, 'H'],
    [6.3, 'HH'],
  ] as const) {
    it(`flags potassium ${value} mmol/L as ${flag}`, () => assert.equal(flagResult(value, potassium), flag))
  }

  it('says nothing when no bound is known', () => {
    fc.assert(fc.property(fc.double({ noNaN: true }), (value) => flagResult(value, {}) === undefined))
  })

  it('judges a result beyond the limit of the method by that limit', () => {
    assert.equal(flagResult(3.5, potassium, '<'), 'L')
    assert.equal(flagResult(6.2, potassium, '>'), 'HH')
    assert.equal(flagResult(5, { high: 5 }, '<'), 'N')
  })

  it('rises with the value', () => {
    const order = ['LL', 'L', 'N', 'H', 'HH']
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        return order.indexOf(flagResult(low, potassium) ?? '') <= order.indexOf(flagResult(high, potassium) ?? '')
      }),
    )
  })

  it('calls only LL and HH critical, and a choice abnormal only against listed normal ones', () => {
    assert.deepEqual(['LL', 'L', 'N', 'H', 'HH', 'A', undefined].filter(isCritical), ['LL', 'HH'])
    assert.deepEqual(
      [flagChoice('NEG', ['NEG']), flagChoice('POS', ['NEG']), flagChoice('O', undefined)],
      ['N', 'A', undefined],
    )
  })
})
