import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Consent } from '@medplum/fhirtypes'
import { labelsLost, loosens } from './loosens.ts'

const refusal: Consent = {
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ code: 'patient-privacy' }] },
  category: [{ coding: [{ code: 'INFA' }] }],
  patient: { reference: 'Patient/p' },
  provision: { type: 'deny', period: { end: '2030-01-01' } },
}
const against = (...people: readonly string[]): Consent => ({
  ...refusal,
  provision: {
    ...refusal.provision,
    actor: people.map((reference) => ({ role: { text: 'x' }, reference: { reference } })),
  },
})

describe('a refusal is loosened', () => {
  for (const [how, before, after] of [
    ['by its end', refusal, { ...refusal, status: 'inactive' }],
    ['by turning it round', refusal, { ...refusal, provision: { type: 'permit' } }],
    ['by taking it away', refusal, undefined],
    ['by an earlier end', refusal, { ...refusal, provision: { type: 'deny', period: { end: '2029-01-01' } } }],
    ['by another patient', refusal, { ...refusal, patient: { reference: 'Patient/q' } }],
    ['by naming some of all', refusal, against('Practitioner/a')],
    ['by naming others', against('Practitioner/a', 'Practitioner/b'), against('Practitioner/b', 'Practitioner/c')],
  ] as readonly (readonly [string, Consent, Consent | undefined])[])
    it(how, () => assert.equal(loosens(before, after, false), true))
})

describe('a refusal is not loosened', () => {
  for (const [how, before, after] of [
    ['by a remark', refusal, { ...refusal, language: 'vi' }],
    ['by a later end', refusal, { ...refusal, provision: { type: 'deny' } }],
    ['by naming more', against('Practitioner/a'), against('Practitioner/a', 'Practitioner/b')],
    ['by naming all', against('Practitioner/a'), refusal],
    ['when it was none', { ...refusal, status: 'draft' }, undefined],
  ] as readonly (readonly [string, Consent, Consent | undefined])[])
    it(how, () => assert.equal(loosens(before, after, false), false))

  it('by a merge of two entries of the patient', () =>
    assert.equal(loosens(refusal, { ...refusal, patient: { reference: 'Patient/q' } }, true), false))
})

describe('labels', () => {
  const protecting = new Set(['vip', 'hiv'])
  const with_ = (...codes: readonly string[]) =>
    ({ resourceType: 'Patient', meta: { security: codes.map((code) => ({ code })) } }) as const

  it('that protect are lost when the code is gone, whatever its letters and its system', () => {
    assert.deepEqual(labelsLost(with_('VIP', 'HIV', 'N'), with_('hiv'), protecting), ['VIP'])
    assert.deepEqual(labelsLost(with_('VIP'), { resourceType: 'Patient' }, protecting), ['VIP'])
    assert.deepEqual(labelsLost({ resourceType: 'Patient' }, with_('VIP'), protecting), [])
  })
})
