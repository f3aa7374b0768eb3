import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { order } from '#tests/support/medicines.ts'
import { antibioticDay } from './antibiotic-day.ts'
import { mayGive } from './as-needed.ts'
import { limitMinutes, punctuality, standing, type TimeLimits } from './dose-window.ts'
import { matchDose, rightsShown, type ScannedDrug, wrongDrug } from './five-rights.ts'
import { highAlertOf } from './high-alert.ts'
import { bandCode, gs1Day, readScan } from './read-scan.ts'
import { stockUnits } from './stock-units.ts'

const at = (text: string) => new Date(`2026-11-23T${text}:00+07:00`)
const limits: TimeLimits = {
  timeCriticalMinutes: 30,
  oftenMinutes: 60,
  dailyMinutes: 120,
  timeCritical: [{ atc: 'A10A' }, { everyHoursAtMost: 4 }],
  dueShownMinutesAhead: 60,
}
const ward = { timesADay: { 3: ['08:00', '14:00', '20:00'] }, everyHours: {}, when: {} }

describe('the hour of a dose', () => {
  it('may be missed by two hours once a day, by one more often, by half an hour when critical', () => {
    assert.equal(limitMinutes(order(), ward, limits, 'C08CA01'), 120)
    assert.equal(limitMinutes(order({ frequency: 3 }), ward, limits, 'C08CA01'), 60)
    assert.equal(limitMinutes(order({ frequency: 3 }), ward, limits, 'A10AD01'), 30)
    assert.equal(limitMinutes(order({ period: 4, periodUnit: 'h' }), ward, limits, undefined), 30)
  })
  it('counts both ends as on time', () => {
    const told = ['06:59', '07:00', '09:00', '09:01'].map((one) => punctuality(at('08:00'), at(one), 60))
    assert.deepEqual(told, ['early', 'right', 'right', 'late'])
    const stands = ['06:59', '07:00', '09:00', '09:01'].map((one) => standing(at('08:00'), at(one), 60, 60))
    assert.deepEqual(stands, ['planned', 'due', 'due', 'late'])
  })
})

describe('a medicine when needed', () => {
  const needed = { reason: 'khi đau', gapMinutes: 360, most: { amount: '3', of: 'doses' as const, hours: 24 } }
  const dose = (text: string) => ({ at: at(text), amount: 1 })
  it('waits for the smallest gap, to the minute, and for a dose written down later too', () => {
    assert.deepEqual(mayGive(needed, [dose('02:10')], at('08:09'), 1), {
      ok: false,
      because: 'gap',
      from: at('08:10'),
      used: 1,
    })
    assert.equal(mayGive(needed, [dose('02:10')], at('08:10'), 1).ok, true)
    assert.equal(mayGive(needed, [dose('12:00')], at('08:10'), 1).ok, false)
  })
  it('keeps the most of any 24 hours, counted in doses or in amounts', () => {
    const given = [dose('00:00'), dose('06:00'), dose('12:00')]
    const refused = mayGive(needed, given, at('18:00'), 1)
    assert.deepEqual(refused, { ok: false, because: 'most', from: new Date('2026-11-24T00:00:00+07:00'), used: 3 })
    const grams = { reason: '', most: { amount: '4', of: 'amount' as const, hours: 24 } }
    const heavy = [
      { at: at('00:00'), amount: 1.5 },
      { at: at('06:00'), amount: 1.5 },
    ]
    assert.equal(mayGive(grams, heavy, at('12:00'), 1).ok, true)
    assert.equal(mayGive(grams, heavy, at('12:00'), 1.01).ok, false)
  })
})

describe('a code that was scanned', () => {
  it('is a wristband by stay or by patient number', () => {
    assert.deepEqual(readScan(bandCode('0199-ab', '0260184337')), {
      kind: 'band',
      encounterId: '0199-ab',
      mrn: '0260184337',
    })
    assert.deepEqual(readScan(bandCode('0199-ab', undefined)), { kind: 'band', encounterId: '0199-ab' })
    assert.deepEqual(readScan('0260184337'), { kind: 'band', mrn: '0260184337' })
  })
  it('is a pack by GTIN, alone or with lot and expiry', () => {
    const pack = { kind: 'pack', gtin: '08935001234562', lot: 'A12', expiresOn: '2027-02-28' }
    assert.deepEqual(readScan('(01)08935001234562(17)270200(10)A12'), pack)
    assert.deepEqual(readScan(']d2010893500123456217270200' + '10A12'), pack)
    assert.deepEqual(readScan('10A12\u001d0108935001234562\u001d17270200'), pack)
    assert.deepEqual(readScan('8935001234562'), { kind: 'pack', gtin: '08935001234562' })
    assert.equal(readScan('8935001234563').kind, 'other')
    assert.equal(gs1Day('280200'), '2028-02-29')
  })
  it('is a label of the ward', () => {
    assert.deepEqual(readScan('LOT:AMLODIPIN-5:A12'), { kind: 'own', drugCode: 'AMLODIPIN-5', lot: 'A12' })
    assert.equal(readScan('LOT:AMLODIPIN-5').kind, 'other')
  })
})

describe('the right medicine', () => {
  const scanned = (given: Partial<ScannedDrug> = {}): ScannedDrug => ({
    drugCode: 'AMLODIPIN-5',
    name: 'Amlodipin 5 mg',
    ingredients: ['Amlodipin'],
    strength: '5 mg',
    routeCode: '1.01',
    ...given,
  })
  const today = '2026-11-23'
  it('is the one that was ordered, until the last day of its expiry', () => {
    assert.equal(wrongDrug(order(), scanned({ expiresOn: today }), today), undefined)
    assert.deepEqual(wrongDrug(order(), scanned({ expiresOn: '2026-11-22' }), today), {
      right: 'drug',
      because: 'expired',
    })
  })
  it('says which right fails', () => {
    assert.equal(wrongDrug(order(), scanned({ drugCode: 'X', ingredients: ['Nifedipin'] }), today)?.right, 'drug')
    assert.equal(
      wrongDrug(order(), scanned({ drugCode: 'AMLODIPIN-10', strength: '10 mg' }), today)?.right,
      'dose',
    )
    assert.equal(
      wrongDrug(order(), scanned({ drugCode: 'AMLODIPIN-T', routeCode: '2.04' }), today)?.right,
      'route',
    )
  })
  it('is shown right only where everything of it was checked', () => {
    const facts = { patient: true, time: 'late' as const, timeReason: false }
    assert.deepEqual(rightsShown({ ...facts, drug: { right: 'dose', because: 'strength' } }), {
      patient: 'right',
      drug: 'open',
      dose: 'wrong',
      route: 'open',
      time: 'wrong',
    })
    assert.deepEqual(
      Object.values(rightsShown({ patient: undefined, drug: undefined, time: undefined, timeReason: false })),
      ['open', 'open', 'open', 'open', 'open'],
    )
    assert.equal(rightsShown({ ...facts, drug: 'right', timeReason: true }).time, 'right')
  })
  it('finds the dose it is meant for', () => {
    const doses = [{ plan: order({ drugCode: 'AMLODIPIN-10' }) }, { plan: order() }]
    assert.equal(matchDose(doses, scanned()), doses[1])
    assert.equal(matchDose(doses.slice(0, 1), scanned()), doses[0])
    assert.equal(matchDose(doses, scanned({ drugCode: 'X', ingredients: ['Nifedipin'] })), undefined)
  })
})

describe('high risk', () => {
  const rules = [
    { key: 'insulin', atc: 'A10A', twoPersons: true, why: { vi: 'Insulin', en: 'Insulin' } },
    { key: 'kcl', ingredient: 'kali clorid', injected: true, twoPersons: true, why: { vi: 'K', en: 'K' } },
  ]
  const drug = {
    atc: 'A12BA01',
    ingredients: ['Kali clorid'],
    strength: '',
    routeCode: '1.01',
    drugKind: 'C' as const,
  }
  it('depends on class, substance and way', () => {
    assert.equal(highAlertOf(drug, rules), undefined)
    assert.equal(highAlertOf({ ...drug, routeCode: '2.05' }, rules)?.twoPersons, true)
    assert.deepEqual(highAlertOf({ ...drug, atc: 'A10AD01' }, rules)?.keys, ['insulin'])
  })
})

describe('the day of an antibiotic', () => {
  it('counts from the first dose of the course', () => {
    assert.equal(antibioticDay(['2026-11-20', '2026-11-21', '2026-11-22'], '2026-11-23'), 4)
    assert.equal(antibioticDay(['2026-11-10', '2026-11-20', '2026-11-22'], '2026-11-23'), 4)
    assert.equal(antibioticDay([], '2026-11-23'), undefined)
  })
})

describe('how many of the stock a dose takes', () => {
  for (const [dose, unit, counted, strength, units] of [
    [1, 'viên', 'viên', '5 mg', 1],
    [0.5, undefined, 'viên', '5 mg', 0.5],
    [750, 'mg', 'viên', '500 mg', 1.5],
    [40, 'mg', 'bơm tiêm', '40 mg/0,4 ml', 1],
    [10, 'IU', 'bút', '100 IU/ml, 3 ml', 0.0333],
    [10, 'đơn vị', 'bút', '100 IU/ml, 3 ml', 0.0333],
    [500, 'ml', 'chai', '0,9%, 500 ml', 1],
    [2, 'mg', 'ống', '4 mg/ml', undefined],
    [1, 'g', 'lọ', '1 g + 0,5 g', undefined],
  ] as const)
    it(`${dose} ${unit ?? ''} of ${strength} is ${units} ${counted}`, () => {
      assert.equal(stockUnits(dose, unit, counted, strength), units)
    })
})
