import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkAllergies, type KnownAllergy } from '#kernel/drug/check-allergies.ts'
import { displayName, printedDrugName } from '#kernel/drug/drug.ts'
import type { DrugKind } from '#kernel/drug/drug-kind.ts'
import { substanceKey } from '#kernel/drug/substance.ts'
import { holdingBack } from './domain/alert.ts'
import { checkPrescription, type Situation } from './domain/check-prescription.ts'
import { limitsOn, maxDays } from './domain/day-limits.ts'
import { dosageText } from './domain/dosage-text.ts'
import type { Line } from './domain/line.ts'
import { longCourseDisease } from './domain/long-course.ts'
import { quantityFor } from './domain/quantity.ts'
import { prescriptionRules } from './rules.ts'

const rules = prescriptionRules()

function line(
  substance: string | readonly string[],
  given: Partial<Line> & { readonly kind?: DrugKind; readonly code?: string } = {},
): Line {
  const names = typeof substance === 'string' ? [substance] : substance
  const { kind = 'C', code = names.join('-'), ...rest } = given
  return {
    id: `line-${code}`,
    drug: {
      code,
      ingredients: names.map((name) => ({ code: name, name })),
      strength: '500 mg',
      form: 'Viên nén',
      unit: 'viên',
      route: { code: '1.01', name: 'Uống' },
      kind,
    },
    dose: 1,
    timesADay: 2,
    days: 5,
    quantity: quantityFor({ dose: 1, timesADay: 2, days: 5, ...rest }),
    moments: ['MORN', 'EVE'],
    ...rest,
  }
}

const adult: Situation = {
  today: '2026-11-23',
  birthDate: '1972-09-02',
  diagnoses: ['J02.9'],
  allergies: [],
  active: [],
}
const allergy = (text: string, given: Partial<KnownAllergy> = {}): KnownAllergy => ({
  id: 'a1',
  text,
  substances: [],
  severe: false,
  intolerance: false,
  ...given,
})

describe('allergies', () => {
  for (const [text, drug, relation] of [
    ['Amoxicillin', 'Amoxicilin', 'same'],
    ['Penicillin', 'Amoxicilin', 'same'],
    ['dị ứng penicilin, nổi mề đay', 'Oxacilin', 'same'],
    ['Ampicilin', 'Amoxicilin', 'class'],
    ['Penicilin', 'Cefuroxim', 'cross'],
    ['Cefixim', 'Amoxicilin', 'cross'],
    ['Aspirin', 'Ibuprofen', 'cross'],
    ['Aspirin', 'Acid acetylsalicylic', 'same'],
    ['Acetaminophen', 'Paracetamol', 'same'],
    ['Biseptol', 'Sulfamethoxazol', 'same'],
    ['Tôm, cua', 'Amoxicilin', undefined],
    ['Penicilin', 'Azithromycin', undefined],
    ['Phấn hoa', 'Paracetamol', undefined],
  ] as const) {
    it(`${text} against ${drug}: ${relation ?? 'nothing'}`, () => {
      const [alert] = checkAllergies([line(drug)], [allergy(text)], rules.substances, rules.allergyLevels)
      assert.equal(alert?.reason, relation && `allergy.${relation}`)
    })
  }

  it('finds one substance of a compound drug', () => {
    const alerts = checkAllergies(
      [line(['Amoxicilin', 'Acid clavulanic'])],
      [allergy('Clavulanic acid')],
      rules.substances,
      rules.allergyLevels,
    )
    assert.deepEqual(
      alerts.map((one) => one.reason),
      ['allergy.same'],
    )
  })

  for (const [drug, given, level, overridable] of [
    ['Amoxicilin', { severe: true }, 'stop', false],
    ['Amoxicilin', {}, 'stop', true],
    ['Amoxicilin', { intolerance: true }, 'warning', true],
    ['Cefuroxim', { severe: true }, 'stop', true],
    ['Cefuroxim', {}, 'warning', true],
    ['Cefuroxim', { intolerance: true }, 'note', true],
  ] as const) {
    it(`penicilin (${JSON.stringify(given)}) against ${drug} is a ${level}`, () => {
      const [alert] = checkAllergies(
        [line(drug)],
        [allergy('Penicilin', given)],
        rules.substances,
        rules.allergyLevels,
      )
      assert.deepEqual([alert?.level, alert?.overridable], [level, overridable])
    })
  }

  it('lets nothing but a written reason pass, and never a severe one', () => {
    const alerts = checkAllergies(
      [line('Amoxicilin'), line('Cefuroxim')],
      [allergy('Penicilin', { severe: true })],
      rules.substances,
      rules.allergyLevels,
    )
    const reasons = alerts.map((one) => ({ key: one.key, reason: 'đã thử test da' }))
    assert.equal(holdingBack(alerts, []).length, 2)
    assert.equal(
      holdingBack(
        alerts,
        alerts.map((one) => ({ key: one.key, reason: '  ' })),
      ).length,
      2,
    )
    assert.deepEqual(
      holdingBack(alerts, reasons).map((one) => one.lineId),
      ['line-Amoxicilin'],
    )
  })
})

describe('duplicates', () => {
  it('stops the same drug twice, warns of the same substance or class', () => {
    const reasons = (a: Line, b: Line) =>
      checkPrescription([a, b], adult, rules).map((one) => `${one.level} ${one.reason}`)
    assert.deepEqual(reasons(line('Paracetamol'), line('Paracetamol', { id: 'other' })), ['stop duplicate.line'])
    assert.deepEqual(reasons(line('Paracetamol'), line(['Paracetamol', 'Codein'], { kind: 'C' })), [
      'warning duplicate.substance',
    ])
    assert.deepEqual(reasons(line('Ibuprofen'), line('Diclofenac')), ['warning duplicate.class'])
    assert.deepEqual(reasons(line('Amlodipin'), line('Losartan')), [])
  })

  it('knows a renewal from a double supply', () => {
    const at = (authoredOn: string) => ({
      ...adult,
      active: [
        {
          requestId: 'r',
          name: 'Amlodipin 5 mg',
          ingredients: [{ code: 'x', name: 'Amlodipin besylat' }],
          authoredOn,
          days: 30,
        },
      ],
    })
    const found = (authoredOn: string) =>
      checkPrescription([line('Amlodipin')], at(authoredOn), rules).map(
        (one) => `${one.reason} ${one.values['days']}`,
      )
    assert.deepEqual(found('2026-10-26'), ['duplicate.renewal 2'])
    assert.deepEqual(found('2026-11-20'), ['duplicate.active 27'])
    assert.deepEqual(found('2026-10-24'), [])
  })
})

describe('days', () => {
  it('change with the circular in force', () => {
    const on = (day: string) => limitsOn(day, rules.dayLimits)
    assert.equal(on('2017-01-01'), undefined)
    assert.equal(on('2025-06-30')?.listedMaxDays, 30)
    assert.equal(on('2025-07-01')?.listedMaxDays, 90)
  })

  it('reach 90 for listed diseases, 7 for narcotics, 10 for psychotropic drugs', () => {
    const limits = limitsOn('2026-11-23', rules.dayLimits)
    assert.ok(limits)
    assert.deepEqual(
      (['C', 'N', 'H'] as const).map((kind) => [maxDays(limits, kind, false), maxDays(limits, kind, true)]),
      [
        [30, 90],
        [7, 7],
        [10, 10],
      ],
    )
  })

  for (const [icd, listed] of [
    ['I10', true],
    ['E11.9', true],
    ['E11.0', false],
    ['E14.1', false],
    ['B22', true],
    ['B22.7', true],
    ['Z21', true],
    ['F75.1', true],
    ['F11.2', true],
    ['F11.1', false],
    ['F11.9', true],
    ['I22.8', true],
    ['J02.9', false],
    ['M02.9', true],
    ['M02.1', false],
    ['C50.4', true],
  ] as const) {
    it(`${icd} is ${listed ? '' : 'not '}in annex VII`, () =>
      assert.equal(longCourseDisease(icd, rules.longCourse) !== undefined, listed))
  }

  it('stops a course that is too long', () => {
    const found = (days: number, diagnoses: readonly string[], kind: DrugKind = 'C') =>
      checkPrescription([line('Thuốc', { days, kind })], { ...adult, diagnoses }, rules).map((one) => one.reason)
    assert.deepEqual(found(30, ['J02.9']), [])
    assert.deepEqual(found(31, ['J02.9']), ['days.C'])
    assert.deepEqual(found(90, ['J02.9', 'E11.9']), [])
    assert.deepEqual(found(91, ['E11.9']), ['days.C'])
    assert.deepEqual(found(8, ['C50'], 'N'), ['days.N'])
    assert.deepEqual(found(11, ['F20'], 'H'), ['days.H'])
  })
})

describe('quantities', () => {
  const found = (given: Parameters<typeof line>[1]) =>
    checkPrescription([line('Thuốc', given)], adult, rules).map((one) => `${one.level} ${one.reason}`)
  it('may not exceed the course without a reason, and never for narcotics', () => {
    assert.deepEqual(found({ quantity: 10 }), [])
    assert.deepEqual(found({ quantity: 30 }), ['warning quantity.tooMany'])
    assert.deepEqual(found({ quantity: 30, kind: 'N' }), ['stop quantity.tooMany'])
    assert.deepEqual(found({ quantity: 6 }), ['note quantity.tooFew'])
    assert.deepEqual(found({ quantity: 6, asNeeded: 'khi đau' }), [])
    assert.deepEqual(found({ quantity: 1, doseUnit: 'ml' }), [])
    assert.deepEqual(found({ quantity: 4, timesADay: 1, days: 28, everyDays: 7 }), [])
  })
})

describe('a young child', () => {
  const child = { ...adult, birthDate: '2020-11-24' }
  it('needs weight and companion on the last day of its 71st month, and no more the day after', () => {
    assert.deepEqual(
      checkPrescription([line('Paracetamol')], child, rules).map((one) => one.kind),
      ['weight-missing', 'companion-missing'],
    )
    assert.deepEqual(
      checkPrescription([line('Paracetamol')], { ...child, weightKg: 18, companion: 'Lê Thị Hoa' }, rules),
      [],
    )
    assert.deepEqual(checkPrescription([line('Paracetamol')], { ...child, today: '2026-11-24' }, rules), [])
    assert.deepEqual(checkPrescription([], child, rules), [])
  })
})

describe('names and texts', () => {
  it('takes spelling and salts for what they are', () => {
    for (const [a, b] of [
      ['Amoxicillin', 'amoxicilin'],
      ['Amlodipine besylat', 'Amlodipin'],
      ['Losartan Kali', 'losartan'],
      ['Metformin hydroclorid', 'Metformin'],
      ['Erythromycin', 'Eritromicin'],
    ] as const)
      assert.equal(substanceKey(a), substanceKey(b))
  })

  it('prints INN with the trade name after it', () => {
    const drug = line('Amlodipin').drug
    assert.equal(printedDrugName({ ...drug, tradeName: 'Amlor' }), 'Amlodipin (Amlor)')
    assert.equal(printedDrugName({ ...drug, tradeName: 'AMLODIPIN' }), 'Amlodipin')
    assert.equal(displayName({ ...drug, strength: '5 mg' }), 'Amlodipin 5 mg')
  })

  it('says how to take it', () => {
    assert.equal(
      dosageText(line('Amlodipin', { dose: 0.5, meal: 'PC' })),
      'Uống sáng 0,5 viên, tối 0,5 viên, sau ăn',
    )
    assert.equal(
      dosageText(line('Paracetamol', { timesADay: 3, moments: [], asNeeded: 'khi sốt từ 38,5 °C' })),
      'Uống ngày 3 lần, mỗi lần 1 viên, khi sốt từ 38,5 °C',
    )
    assert.equal(
      dosageText(line('Methotrexat', { timesADay: 1, moments: ['EVE'], everyDays: 7 })),
      'Uống mỗi tuần tối 1 viên',
    )
  })
})
