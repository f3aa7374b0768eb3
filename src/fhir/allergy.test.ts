import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { AllergyIntolerance } from '@medplum/fhirtypes'
import { allergyNames, allergyStatus } from './allergy.ts'
import { cs } from './systems.ts'

const patient = { reference: 'Patient/p' }
const entry = (text: string, more: Partial<AllergyIntolerance> = {}): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance',
  patient,
  code: { text },
  ...more,
})
const coded = (code: string) =>
  entry('x', { code: { text: 'Không ghi nhận dị ứng', coding: [{ system: cs.snomed, code }] } })
const verified = (code: string) => ({ verificationStatus: { coding: [{ system: cs.allergyVerification, code }] } })
const clinical = (code: string) => ({ clinicalStatus: { coding: [{ system: cs.allergyClinical, code }] } })
const none = coded('716186003')

const cases: readonly (readonly [string, readonly AllergyIntolerance[], string, readonly string[]])[] = [
  ['nobody asked', [], 'unasked', []],
  ['none known', [none], 'none', []],
  ['known', [entry('Penicillin'), entry('Tôm'), entry('Tôm')], 'known', ['Penicillin', 'Tôm']],
  ['known weighs more than an older none', [none, entry('Penicillin')], 'known', ['Penicillin']],
  ['active and confirmed', [entry('Tôm', { ...clinical('active'), ...verified('confirmed') })], 'known', ['Tôm']],
  ['refuted', [entry('Tôm', verified('refuted'))], 'unasked', []],
  ['entered in error', [entry('Tôm', verified('entered-in-error'))], 'unasked', []],
  ['inactive', [entry('Tôm', clinical('inactive'))], 'unasked', []],
  ['resolved, and none known since', [entry('Tôm', clinical('resolved')), none], 'none', []],
  ['a none that was entered in error', [{ ...none, ...verified('entered-in-error') }], 'unasked', []],
  ['no drug allergy says nothing of others', [coded('409137002')], 'unasked', []],
  ['no food allergy says nothing of others', [coded('429625007')], 'unasked', []],
  [
    'an allergy without a name',
    [{ resourceType: 'AllergyIntolerance', patient }],
    'known',
    ['Không rõ dị nguyên'],
  ],
]

for (const [name, all, status, names] of cases)
  it(`tells allergies that stand: ${name}`, () => {
    assert.deepEqual([allergyStatus(all), allergyNames(all)], [status, names])
  })
