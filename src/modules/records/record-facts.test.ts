import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import { recordFacts } from './record-facts.ts'
import type { RecordMembers } from './record-members.ts'

const encounter: Encounter & { id: string } = {
  resourceType: 'Encounter',
  id: 'e',
  status: 'finished',
  class: { code: 'IMP' },
}
const subject = { reference: 'Patient/p' }

const order = (kind: string, status: ServiceRequest['status'] = 'active'): ServiceRequest => ({
  resourceType: 'ServiceRequest',
  id: kind,
  status,
  intent: 'order',
  subject,
  category: [{ coding: [{ system: cs.orderKind, code: kind }] }],
  code: { text: kind },
})

const drug = (more: Partial<MedicationRequest>): MedicationRequest => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  subject,
  ...more,
})

const factsWith = (given: Partial<RecordMembers>) =>
  recordFacts({
    encounter,
    forms: [],
    paperFacts: [],
    orders: [],
    reports: [],
    prescriptions: [],
    communications: [],
    observations: [],
    ...given,
  } as unknown as RecordMembers)

describe('what the rules ask of the record of a stay', () => {
  it('waits for results of what is examined, not for those of a diet or a level of care', () => {
    const { orders } = factsWith({ orders: [order('imaging'), order('diet'), order('nursing')] as never })
    assert.deepEqual(
      orders.map(({ name, done }) => [name, done]),
      [['imaging', false]],
    )
  })

  it('asks for the sheet of the laboratory, not for one of a film that was read', () => {
    const report = (id: string, category: object) => ({
      resourceType: 'DiagnosticReport',
      id,
      status: 'final',
      category: [category],
    })
    const film = { coding: [{ system: cs.orderKind, code: 'imaging' }] }
    const blood = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB' }] }
    const { reports } = factsWith({ reports: [report('film', film), report('blood', blood)] as never })
    assert.deepEqual(
      reports.map(({ id }) => id),
      ['blood'],
    )
  })

  it('takes no drug order of the ward for a prescription', () => {
    const ward = drug({
      id: 'ward',
      groupIdentifier: { system: sid.order, value: '261123-0001' },
      category: [{ coding: [{ system: cs.medicationRequestCategory, code: 'inpatient' }] }],
    })
    const home = drug({ id: 'home', groupIdentifier: { system: sid.prescription, value: '01ZZ1abc-n' } })
    const { prescriptions } = factsWith({ prescriptions: [ward, home] as never })
    assert.deepEqual(
      prescriptions.map(({ group }) => group),
      ['01ZZ1abc-n'],
    )
  })
})
