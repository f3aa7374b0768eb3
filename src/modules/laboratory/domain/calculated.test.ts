import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { egfrCkdEpi2021 } from '#kernel/score/kidney.ts'
import { calculatedLexeme, formulas, ldlFriedewald } from './calculated.ts'
import { personAt } from './person-at.ts'

describe('calculated tests', () => {
  it('gives the LDL of Friedewald and refuses it from 4.5 mmol/L triglycerides', () => {
    assert.equal(ldlFriedewald(5.2, 1.2, 2.2)?.toFixed(2), '3.00')
    assert.equal(ldlFriedewald(5.2, 1.2, 4.5), undefined)
    assert.equal(ldlFriedewald(1, 1.2, 1), undefined)
  })

  // Worked by hand from the published equation.
  for (const [umol, age, sex, expected] of [
    [88.4, 60, 'male', 86],
    [88.4, 60, 'female', 64],
    [561, 58, 'female', 7],
    [53.04, 30, 'female', 124],
  ] as const) {
    it(`estimates ${expected} mL/min/1.73 m² for ${umol} µmol/L, ${sex}, ${age} years`, () => {
      assert.equal(Math.round(egfrCkdEpi2021(umol, age, sex) ?? -1), expected)
    })
  }

  it('gives bicarbonate and base excess of a normal arterial gas', () => {
    const person = { ageYears: 40, sex: 'male' } as const
    const bicarbonate = formulas['bicarbonate-c46']?.(['PH', 'CO2']).compute({
      ...person,
      results: new Map([
        ['PH', 7.4],
        ['CO2', 40],
      ]),
    })
    assert.equal(bicarbonate?.toFixed(1), '24.2')
    const excess = formulas['base-excess-c46']?.(['PH', 'B']).compute({
      ...person,
      results: new Map([
        ['PH', 7.4],
        ['B', 24.8],
      ]),
    })
    assert.equal(calculatedLexeme(excess ?? 9, 1), '0.0')
    assert.equal(calculatedLexeme(-0.01, 1), '0.0')
  })

  it('does not estimate for a child, or without sex, or without the creatinine', () => {
    const egfr = formulas['egfr-ckd-epi-2021']?.(['CREA'])
    const results = new Map([['CREA', 88.4]])
    assert.equal(egfrCkdEpi2021(88.4, 17, 'male'), undefined)
    assert.equal(egfr?.compute({ results, ageYears: 60, sex: undefined }), undefined)
    assert.equal(egfr?.compute({ results: new Map(), ageYears: 60, sex: 'male' }), undefined)
    assert.equal(Math.round(egfr?.compute({ results, ageYears: 60, sex: 'male' }) ?? 0), 86)
  })
})

describe('personAt', () => {
  it('takes the age on the day of collection, also of people born on 29 February', () => {
    assert.deepEqual(personAt({ gender: 'female', birthDate: '2008-02-29' }, '2026-02-28'), {
      sex: 'female',
      ageDays: 6574,
      ageYears: 18,
    })
    assert.equal(personAt({ birthDate: '1968-05-19' }, '2026-11-23').ageYears, 58)
    assert.equal(personAt({ birthDate: '1968' }, '2026-11-23').ageYears, 58)
    assert.equal(personAt({ birthDate: '2026-11-24' }, '2026-11-23').ageDays, undefined)
  })
})
