import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Encounter, EncounterParticipant } from '@medplum/fhirtypes'
import { treatingDoctorOf } from './treating-doctor.ts'

const stay = (participant: EncounterParticipant[]): Encounter => ({
  resourceType: 'Encounter',
  status: 'in-progress',
  class: { code: 'IMP' },
  participant,
})
const person = (id: string, code?: string): EncounterParticipant => ({
  individual: { reference: `Practitioner/${id}` },
  ...(code ? { type: [{ coding: [{ code }] }] } : {}),
})

it('a consultant is not the treating doctor, even of a stay that has none', () => {
  assert.equal(treatingDoctorOf(stay([person('b', 'CON')])), undefined)
  assert.equal(
    treatingDoctorOf(stay([person('b', 'CON'), person('a', 'ATND')]))?.individual?.reference,
    'Practitioner/a',
  )
  assert.equal(treatingDoctorOf(stay([person('a'), person('b', 'CON')]))?.individual?.reference, 'Practitioner/a')
  assert.equal(treatingDoctorOf(stay([])), undefined)
})
