import type { Encounter, Organization, Patient, Practitioner, ServiceRequest } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { loadStarterCatalogues } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { makeContext, type Services } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { actor } from './database.ts'

/** A context of a person with every permission on the services of a test. */
export function contextOf(services: Services): Context {
  return makeContext(services, { facility: 1, actor: actor() })
}

/** The catalogues, the test person as practitioner, a patient and an open visit with its record number. */
export async function givenVisit(
  ctx: Context,
  patient: Partial<Patient> = {},
): Promise<{ patientId: string; encounterId: string }> {
  await loadStarterCatalogues(ctx)
  const [patientId, encounterId] = [uuidv7(), uuidv7()]
  const person: Practitioner = {
    resourceType: 'Practitioner',
    id: 'practitioner-test',
    name: [{ text: 'Người Thử Nghiệm' }],
  }
  const facility: Organization = {
    resourceType: 'Organization',
    id: 'facility',
    name: 'Bệnh viện Đa khoa Ngàn Phố',
  }
  const ill: Patient = {
    resourceType: 'Patient',
    id: patientId,
    identifier: [
      { system: sid.mrn, value: String(260_000_000 + Math.floor(Math.random() * 9_999_999)).padStart(10, '0') },
    ],
    name: [{ use: 'official', text: 'Lê Thị Mận', family: 'Lê', given: ['Thị Mận'] }],
    gender: 'female',
    birthDate: '1968-05-19',
    ...patient,
  }
  const visit: Encounter = {
    resourceType: 'Encounter',
    id: encounterId,
    identifier: [{ system: sid.record, value: `26/${encounterId.slice(-6)}` }],
    status: 'in-progress',
    class: { system: cs.actClass, code: 'AMB' },
    subject: { reference: `Patient/${patientId}`, display: 'Lê Thị Mận' },
    participant: [{ individual: { reference: 'Practitioner/practitioner-test', display: 'Người Thử Nghiệm' } }],
    period: { start: '2026-11-23T08:00:00+07:00' },
    reasonCode: [{ text: 'Mệt mỏi' }],
  }
  await commit(
    ctx,
    [facility, person, ill, visit].map((resource) => ({
      kind: 'update',
      resource: { ...resource, id: resource.id ?? '' },
    })),
  )
  return { patientId, encounterId }
}

/** Laboratory orders of one requisition, as a doctor places them. */
export async function givenOrders(
  ctx: Context,
  visit: { readonly patientId: string; readonly encounterId: string },
  codes: readonly string[],
  requisition = `XN${uuidv7().slice(-8)}`,
): Promise<{ requisition: string; ids: readonly string[] }> {
  const requests = codes.map((code): ServiceRequest & { id: string } => ({
    resourceType: 'ServiceRequest',
    id: uuidv7(),
    status: 'active',
    intent: 'order',
    requisition: { system: sid.order, value: requisition },
    category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
    code: { coding: [{ system: cs.lab, code }], text: code },
    subject: { reference: `Patient/${visit.patientId}` },
    encounter: { reference: `Encounter/${visit.encounterId}` },
    authoredOn: '2026-11-23T08:30:00+07:00',
    requester: { reference: 'Practitioner/practitioner-test', display: 'Người Thử Nghiệm' },
  }))
  await commit(
    ctx,
    requests.map((resource) => ({ kind: 'create', resource, id: resource.id })),
  )
  return { requisition, ids: requests.map((one) => one.id) }
}
