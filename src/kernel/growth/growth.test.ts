import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { bodyMassClassOfChild, centile, daysPerMonth, growthScore, lmsAt, valueAt, zScore } from './index.ts'

const rounded = (value: number) => Math.round(value * 100) / 100
const bmi = (kg: number, cm: number) => kg / (cm / 100) ** 2

describe('growthScore', () => {
  it('agrees with the published example of WHO anthro: a girl of 1522 days and 17 kg has z 0.24', () => {
    assert.equal(rounded(growthScore('weight', 'female', 1522, 17).z), 0.24)
  })

  // Published examples of WHO anthroplus, girls just above five years.
  const older = [
    [60.32, 113.8, 18.7, { weight: 0.21, bmi: -0.58, height: 0.96 }],
    [60.911701, 113.6, 20.5, { weight: 0.79, bmi: 0.42, height: 0.85 }],
  ] as const
  for (const [months, cm, kg, expected] of older)
    it(`agrees with WHO anthroplus at ${months} months`, () => {
      const at = months * daysPerMonth
      assert.equal(rounded(growthScore('weight', 'female', at, kg).z), expected.weight)
      assert.equal(rounded(growthScore('bmi', 'female', at, bmi(kg, cm)).z), expected.bmi)
      assert.equal(rounded(growthScore('height', 'female', at, cm).z), expected.height)
    })

  it('has the published medians: a boy weighs 3.3464 kg at birth, a girl of 10 kg is 71 cm long', () => {
    assert.equal(lmsAt('weight', 'male', 0)?.m, 3.3464)
    assert.ok(Math.abs(growthScore('weightForLength', 'male', 45, 2.441).z) < 1e-9)
    assert.ok(Math.abs(growthScore('head', 'female', 1825, 49.9211).z) < 1e-9)
  })

  it('goes on in equal steps beyond 3 for weight, not for height', () => {
    const row = lmsAt('weight', 'male', 365)
    assert.ok(row)
    const [second, third] = [valueAt(row, 2), valueAt(row, 3)]
    assert.equal(rounded(zScore(row, third + 2 * (third - second), true)), 5)
    assert.notEqual(rounded(zScore(row, third + 2 * (third - second), false)), 5)
  })

  for (const [code, at, value] of [
    ['growth.ageOutside', 229 * daysPerMonth, 20],
    ['growth.ageOutside', -1, 20],
    ['growth.ageOutside', Number.NaN, 20],
    ['growth.wrongValue', 100, 0],
    ['growth.wrongValue', 100, Number.POSITIVE_INFINITY],
  ] as const)
    it(`refuses ${value} at ${at} days: ${code}`, () => {
      assert.throws(() => growthScore('bmi', 'male', at, value), { code })
    })

  it('names the sizes that weight by length reaches', () => {
    assert.throws(() => growthScore('weightForLength', 'male', 120, 20), { code: 'growth.sizeOutside' })
  })

  it('gives back z from the value of z, at every age and sex', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('weight', 'height', 'head', 'bmi'),
        fc.constantFrom('male', 'female'),
        fc.integer({ min: 0, max: 1826 }),
        fc.double({ min: -4.5, max: 4.5, noNaN: true }),
        (measure, sex, day, z) => {
          const row = lmsAt(measure, sex, day)
          assert.ok(row)
          const inside = Math.max(-3, Math.min(3, z))
          const found = growthScore(measure, sex, day, valueAt(row, inside)).z
          assert.ok(Math.abs(found - inside) < 1e-6, `${found} for ${inside}`)
        },
      ),
    )
  })
})

describe('centile', () => {
  for (const [z, expected] of [
    [0, 50],
    [-1.881, 3],
    [1.645, 95],
    [3, 99.865],
  ] as const)
    it(`z ${z} is the percentile ${expected}`, () => {
      assert.ok(Math.abs(centile(z) - expected) < 0.01, String(centile(z)))
    })
})

describe('body mass index of a child', () => {
  it('has a further class of risk below five years', () => {
    assert.deepEqual(
      [-3.1, -2.5, 0, 1.5, 2.5, 3.5].map((z) => bodyMassClassOfChild(z, 1000)),
      ['severeThin', 'thin', 'normal', 'atRisk', 'over', 'obese'],
    )
    assert.deepEqual(
      [-3.1, -2.5, 0, 1.5, 2.5].map((z) => bodyMassClassOfChild(z, 3000)),
      ['severeThin', 'thin', 'normal', 'over', 'obese'],
    )
  })
})
