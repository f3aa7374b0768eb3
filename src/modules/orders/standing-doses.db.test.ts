import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Observation, Patient } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { CheckedView } from '#modules/order-checks/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { codeOf, drug, ordersAt, orderWard } from '#tests/support/order-ward.ts'
import type { Stay } from '#tests/support/stay.ts'

const { hospital, get, now, later, stay, place } = orderWard()

async function weighs(one: Stay, kilograms: number): Promise<void> {
  later(60)
  const resource: Observation = {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
    code: { coding: [{ system: cs.loinc, code: '29463-7' }] },
    subject: { reference: `Patient/${one.patientId}` },
    encounter: { reference: `Encounter/${one.encounterId}` },
    effectiveDateTime: now().toISOString(),
    valueQuantity: { value: kilograms, unit: 'kg', system: cs.ucum, code: 'kg' },
  }
  await commit(hospital().ctx, [{ kind: 'create', resource }])
}

it('a child’s standing dose is said to be too much, or too little, when its weight has changed', async () => {
  const one = await stay()
  const { ctx } = hospital()
  const patient = await readResource<Patient>(ctx, 'Patient', one.patientId)
  await commit(ctx, [{ kind: 'update', resource: { ...patient, birthDate: '2021-05-10' } }])
  await weighs(one, 18)
  const paracetamol = {
    dose: 250,
    doseUnit: 'mg',
    schedule: { type: 'hours', at: ['06:00', '12:00', '18:00', '22:00'] },
  }
  assert.equal(
    codeOf(await place(one, [drug('PARACETAMOL-500', { ...paracetamol, dose: 500 })])),
    'orders.heldBack',
  )
  const ordered = drug('PARACETAMOL-500', paracetamol)
  assert.equal((await place(one, [ordered])).status, 200)
  const said = async () =>
    (await get<CheckedView>(`${ordersAt(one)}/doses`)).alerts.map(({ lineId, level, what }) => [
      lineId,
      level,
      what,
    ])
  assert.deepEqual(await said(), [])
  await weighs(one, 12.5)
  assert.deepEqual(await said(), [[ordered.id, 'stop', 'Quá liều Paracetamol: 250 mg một lần']])
  await weighs(one, 30)
  assert.deepEqual(await said(), [[ordered.id, 'note', 'Liều Paracetamol thấp']])
})
