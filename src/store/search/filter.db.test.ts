import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { search } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { askAll, type Question, store } from '#tests/support/search.ts'

const patient = (id: string, family: string, given: string, birthDate: string, more: object = {}) => ({
  resourceType: 'Patient',
  id,
  name: [{ family, given: [given] }],
  birthDate,
  ...more,
})
const observation = (id: string, patientId: string, code: string, value: number, at: string) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  subject: { reference: `Patient/${patientId}` },
  code: { coding: [{ system: 'http://loinc.org', code }] },
  effectiveDateTime: at,
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
})

const data = [
  patient('peter', 'Petersen', 'Peter', '2015-03-01', { gender: 'male' }),
  patient('pia', 'Carpet', 'Pia', '2014-10-09', { gender: 'female' }),
  patient('old', 'Đặng', 'An', '1950'),
  observation('o1', 'peter', '1234-5', 150, '2026-01-10'),
  observation('o2', 'pia', '12907-2', 140, '2026-02-10'),
  observation('o3', 'old', '12907-2', 160, '2026-03-10'),
]

const patientFilters: readonly Question[] = [
  ['name co "pet"', ['peter', 'pia']],
  ['given eq "peter" and birthdate ge 2014-10-10', ['peter']],
  ['given eq peter', ['peter']],
  ['given eq pete', []],
  ['family sw pet', ['peter']],
  ['family ew PET', ['pia']],
  ['family ne Carpet', ['peter', 'old']],
  ['family eq đặng', ['old']],
  ['family gt d', ['peter', 'old']],
  ['family lt d', ['pia']],
  ['gender eq male or gender eq female', ['peter', 'pia']],
  ['gender ne male', ['pia']],
  ['gender pr false', ['old']],
  ['gender pr true', ['peter', 'pia']],
  ['not (gender eq male)', ['pia', 'old']],
  // From left to right: (male or Carpet) and 2015.
  ['gender eq male or family eq carpet and birthdate ge 2015', ['peter']],
  ['gender eq male or (family eq carpet and birthdate ge 2014)', ['peter', 'pia']],
  ['birthdate eq 1950', ['old']],
  ['birthdate ne 1950', ['peter', 'pia']],
  ['birthdate lt 2014-10-10', ['pia', 'old']],
  ['birthdate sa 2014', ['peter']],
  ['birthdate eb 2014', ['old']],
  ['birthdate po 1950-05', ['old']],
  ['birthdate co 1950-05-05', ['old']],
  ['_id eq peter', ['peter']],
  ['id ne peter', ['pia', 'old']],
  ['_has:Observation:patient:code eq http://loinc.org|1234-5', ['peter']],
  ['_has:Observation:patient:code eq loinc|1234-5 or gender eq female', ['peter', 'pia']],
]

const observationFilters: readonly Question[] = [
  ['code eq http://loinc.org|1234-5', ['o1']],
  ['code eq loinc|1234-5', ['o1']],
  ['code ne loinc|1234-5', ['o2', 'o3']],
  ['subject:Patient.name co "pet"', ['o1', 'o2']],
  ['patient.name co "pet" and date ge 2026-02', ['o2']],
  ['patient[gender eq male].birthdate ge 2010', ['o1']],
  ['patient[gender eq female].birthdate ge 2015', []],
  ['patient re Patient/pia', ['o2']],
  ['patient.id eq old', ['o3']],
  ['code-value-quantity eq loinc|12907-2$ge150|http://unitsofmeasure.org|mmol/L', []],
  ['code-value-quantity eq "http://loinc.org|12907-2$ge150|http://unitsofmeasure.org|mmol/L"', ['o3']],
  ['value-quantity gt 0.145|http://unitsofmeasure.org|mol/L', ['o1', 'o3']],
  ['value-quantity le 140', ['o2']],
  ['value-quantity ap 150', ['o1', 'o2', 'o3']],
]

const refused: readonly (readonly [filter: string, category: string])[] = [
  ['', 'invalid'],
  ['name', 'invalid'],
  ['name eq', 'invalid'],
  ['name is "x"', 'invalid'],
  ['name eq "x', 'invalid'],
  ['(name eq x', 'invalid'],
  ['name eq x) or (name eq y', 'invalid'],
  ['nothing eq x', 'invalid'],
  ['gender co ma', 'invalid'],
  ['name po 2012', 'invalid'],
  ["name eq x' or 1=1 --", 'invalid'],
  [`${'('.repeat(50)}name eq x${')'.repeat(50)}`, 'too-costly'],
  [Array.from({ length: 150 }, () => 'name eq x').join(' or '), 'too-costly'],
  [`name eq "${'x'.repeat(10_000)}"`, 'too-costly'],
]

const asked = (list: readonly Question[]): readonly Question[] =>
  list.map(([filter, found]) => [`_filter=${encodeURIComponent(filter)}`, found])

describe('_filter', () => {
  it('understands the published grammar, all operators, paths and brackets', () =>
    withContext(async (ctx) => {
      await store(ctx, data)
      await askAll(ctx, 'Patient', asked(patientFilters))
      await askAll(ctx, 'Observation', asked(observationFilters))
    }))
  it('refuses what it cannot read, and what is too large by a code that says the limit', () =>
    withContext(async (ctx) => {
      for (const [filter, category] of refused)
        await assert.rejects(search(ctx, 'Patient', { _filter: filter }), { category }, filter.slice(0, 60))
    }))
})
