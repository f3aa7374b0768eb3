import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { amountsOf, doseAmount } from './amount.ts'
import { wayOf } from './facts.ts'
import { kidneyFunction } from './kidney.ts'

describe('amounts', () => {
  it('are read from the strengths of the list', () => {
    const perUnit = (text: string) => amountsOf(text).map((one) => one?.perUnit)
    assert.deepEqual(perUnit('500 mg'), [500])
    assert.deepEqual(perUnit('1 g'), [1000])
    assert.deepEqual(perUnit('50 µg'), [0.05])
    assert.deepEqual(perUnit('325 mg + 37,5 mg'), [325, 37.5])
    assert.deepEqual(perUnit('80 mg/2 ml'), [80])
    assert.deepEqual(perUnit('10 mg/ml'), [10])
    assert.deepEqual(perUnit('100 mg/5 ml, 60 ml'), [1200])
    assert.deepEqual(perUnit('0,9%, 500 ml'), [4500])
    assert.deepEqual(perUnit('100.000 IU'), [100_000])
    assert.deepEqual(perUnit('2 tỷ bào tử/5 ml'), [undefined])
    assert.equal(doseAmount(amountsOf('100 mg/5 ml, 60 ml')[0], 5, 'ml')?.value, 100)
    assert.equal(doseAmount(amountsOf('500 mg')[0], 2, undefined)?.value, 1000)
    assert.equal(doseAmount(amountsOf('500 mg')[0], 0.5, 'g')?.value, 500)
  })

  it('know where a drug acts', () => {
    assert.deepEqual(['1.01', '2.04', '3.01', '4.02', '5.05', '6.01'].map(wayOf), [
      'oral',
      'injection',
      'local',
      'rectal',
      'inhaled',
      'local',
    ])
  })
})

describe('kidney function', () => {
  const at = (facts: Partial<Parameters<typeof kidneyFunction>[0]>) => {
    const found = kidneyFunction({ ageYears: 60, sex: 'male', creatinineUmol: 88.4, ...facts })
    return found && [Math.round(found.value), found.formula]
  }
  it('is reckoned by the formula that fits what is known', () => {
    assert.deepEqual(at({ weightKg: 72 }), [80, 'cockcroft-gault'])
    assert.deepEqual(at({ weightKg: 72, sex: 'female' }), [68, 'cockcroft-gault'])
    assert.deepEqual(at({}), [86, 'ckd-epi-2021'])
    assert.deepEqual(at({ ageYears: 8, heightCm: 125, creatinineUmol: 44.2 }), [103, 'schwartz-2009'])
    assert.equal(at({ ageYears: 8 }), undefined)
    assert.equal(at({ creatinineUmol: 0 }), undefined)
  })
})
