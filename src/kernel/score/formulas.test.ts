import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addDays, daysBetween } from '../civil-date.ts'
import {
  bodyMassClass,
  dosePerKg,
  dueDateFromPeriod,
  dueDateFromScan,
  egfrSchwartz,
  evaluateFormula,
  formulaOn,
  gestationalAge,
  termOf,
} from './index.ts'

const today = '2026-11-22'
const sheet = (code: string) => formulaOn(code, today)

describe('evaluateFormula', () => {
  // Example of the National Kidney Foundation's calculator: man of 55 years, creatinine 1.2 mg/dL: 71 mL/min/1.73 m².
  it('eGFR of a man of 55 with 106.08 µmol/L (1.2 mg/dL) is 71, category G2', () => {
    const { text, band } = evaluateFormula(
      sheet('egfr-ckd-epi'),
      { creatinine: 106.08, ageYears: 55 },
      { sex: 'male' },
    )
    assert.deepEqual([text, band?.meaning.en.slice(0, 2)], ['71', 'G2'])
  })

  it('bedside Schwartz: 120 cm and 0.6 mg/dL is 0.413 × 120 / 0.6 = 83', () => {
    assert.equal(Math.round(egfrSchwartz(0.6 * 88.4, 120) ?? 0), 83)
    assert.equal(evaluateFormula(sheet('egfr-schwartz'), { creatinine: 0.6 * 88.4, height: 120 }).text, '83')
  })

  for (const [index, who, asia] of [
    [18.4, 'underweight', 'underweight'],
    [18.5, 'normal', 'normal'],
    [23, 'normal', 'at risk of obesity'],
    [25, 'overweight', 'obesity class I'],
    [30, 'obesity class I', 'obesity class II'],
    [40, 'obesity class III', 'obesity class II'],
  ] as const)
    it(`an index of ${index} is ${who} by WHO, ${asia} in Asia`, () => {
      const inputs = { weight: index * 4, height: 200 }
      assert.equal(evaluateFormula(sheet('bmi-who'), inputs).band?.meaning.en, who)
      assert.equal(evaluateFormula(sheet('bmi-asia'), inputs).band?.meaning.en, asia)
    })

  it('the Asian bands of the file are those the vital signs show', () => {
    const names = { under: 0, normal: 1, over: 2, obese1: 3, obese2: 4 }
    for (let index = 15; index < 40; index += 0.1) {
      const shown = Number(index.toFixed(1))
      const { bands } = sheet('bmi-asia')
      assert.equal(
        bands.findIndex(({ below }) => below === undefined || shown < below),
        names[bodyMassClass(shown)],
      )
    }
  })

  for (const [code, error, inputs, subject] of [
    ['bmi-who', 'scores.outOfRange', { weight: 0, height: 170 }, {}],
    ['bmi-who', 'scores.outOfRange', { weight: 60 }, {}],
    ['bmi-who', 'scores.outOfRange', { weight: Number.NaN, height: 170 }, {}],
    ['bmi-who', 'scores.ageOutside', { weight: 60, height: 170 }, { ageDays: 3000 }],
    ['egfr-ckd-epi', 'scores.sexNeeded', { creatinine: 90, ageYears: 40 }, {}],
    ['egfr-ckd-epi', 'scores.outOfRange', { creatinine: 90, ageYears: 17 }, { sex: 'male' }],
    ['egfr-schwartz', 'scores.ageOutside', { creatinine: 50, height: 100 }, { ageDays: 100 }],
  ] as const)
    it(`${code} ${JSON.stringify(inputs)} ${JSON.stringify(subject)}: ${error}`, () => {
      assert.throws(() => evaluateFormula(sheet(code), inputs, subject), { code: error })
    })
})

describe('dosePerKg', () => {
  it('divides the day and stops at the maximum', () => {
    assert.deepEqual(dosePerKg(10, 60, 4, 4000), { single: 150, daily: 600, capped: false })
    assert.deepEqual(dosePerKg(80, 60, 4, 4000), { single: 1000, daily: 4000, capped: true })
  })

  it('never passes the maximum, and grows with the weight', () => {
    const some = fc.double({ min: 0.5, max: 100, noNaN: true })
    fc.assert(
      fc.property(some, some, fc.integer({ min: 1, max: 6 }), some, (weight, mgPerKg, doses, max) => {
        const light = dosePerKg(weight, mgPerKg, doses, max)
        const heavy = dosePerKg(weight * 2, mgPerKg, doses, max)
        assert.ok(light.daily <= max && heavy.daily >= light.daily)
        assert.ok(Math.abs(light.single * doses - light.daily) < 1e-9)
      }),
    )
  })
})

describe('pregnancy', () => {
  // ACOG Committee Opinion 700: 280 days from the first day of the last period.
  it('Naegele: 10 January 2026 is due on 17 October 2026', () => {
    assert.equal(dueDateFromPeriod('2026-01-10'), '2026-10-17')
    assert.equal(dueDateFromPeriod('2026-01-10', 35), '2026-10-24')
  })

  it('a scan of 12 weeks and 3 days decides the due date', () => {
    assert.equal(dueDateFromScan('2026-04-07', { weeks: 12, days: 3 }), '2026-10-17')
  })

  it('counts completed weeks over leap years and the end of the year', () => {
    assert.deepEqual(gestationalAge('2026-10-17', '2026-01-10'), { weeks: 0, days: 0 })
    assert.deepEqual(gestationalAge('2026-10-17', '2026-10-17'), { weeks: 40, days: 0 })
    assert.deepEqual(gestationalAge(dueDateFromPeriod('2027-12-31'), '2028-02-29'), { weeks: 8, days: 4 })
  })

  it('is preterm below 37 and post-term from 42 completed weeks', () => {
    assert.deepEqual(
      [
        { weeks: 36, days: 6 },
        { weeks: 37, days: 0 },
        { weeks: 41, days: 6 },
        { weeks: 42, days: 0 },
      ].map(termOf),
      ['preterm', 'term', 'term', 'postterm'],
    )
  })

  for (const [code, run] of [
    ['common.notADay', () => dueDateFromPeriod('2026-02-30')],
    ['scores.outOfRange', () => dueDateFromPeriod('2026-02-20', 60)],
    ['scores.outOfRange', () => dueDateFromScan('2026-02-20', { weeks: 44, days: 0 })],
    ['scores.outOfRange', () => dueDateFromScan('2026-02-20', { weeks: 12, days: 7 })],
    ['scores.dayBefore', () => gestationalAge('2026-10-17', '2026-01-09')],
    ['scores.outOfRange', () => gestationalAge('2026-10-17', '2027-10-17')],
  ] as const)
    it(`refuses ${String(run).slice(6, 70)}: ${code}`, () => {
      assert.throws(run, { code })
    })

  it('a scan and the period of the same pregnancy agree on every day of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 28, max: 290 }), (start, passed) => {
        const period = addDays('2000-01-01', start)
        const scanned = addDays(period, passed)
        const due = dueDateFromPeriod(period)
        const age = gestationalAge(due, scanned)
        assert.equal(age.weeks * 7 + age.days, daysBetween(period, scanned))
        assert.equal(dueDateFromScan(scanned, age), due)
      }),
    )
  })
})
