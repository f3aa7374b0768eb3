import type { Encounter, Location, Organization, Patient } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'

export interface StayGiven {
  readonly birthDate?: string
  readonly gender?: Patient['gender']
  /** Id of the department behind `dept-`; made with its ward and bed when absent. */
  readonly department?: string
  /** Number of the bed in that ward, from 1. */
  readonly bed?: number
  /** When the patient came in; now when absent. */
  readonly since?: Date
}

export interface Stay {
  readonly patientId: string
  readonly encounterId: string
  readonly bedId: string
}

/** A patient in a bed of a ward: the root Encounter of an inpatient record. */
export async function givenStay(ctx: Context, given: StayGiven = {}): Promise<Stay> {
  const department = given.department ?? 'noi'
  const bedId = `bed-${department}-${String(given.bed ?? 1).padStart(2, '0')}`
  const [patientId, encounterId] = [ctx.newId(), ctx.newId()]
  const since = instantInVietnam(given.since ?? ctx.now())
  const encounter: Encounter = {
    resourceType: 'Encounter',
    identifier: [{ use: 'official', system: sid.record, value: `26/${encounterId.slice(-6)}` }],
    status: 'in-progress',
    class: { system: cs.actClass, code: 'IMP' },
    subject: { reference: `Patient/${patientId}`, display: 'Đặng Thị Huyền' },
    period: { start: since },
    reasonCode: [{ text: 'Ho, sốt, khó thở' }],
    location: [{ location: { reference: `Location/${bedId}` }, status: 'active', period: { start: since } }],
    serviceProvider: { reference: `Organization/dept-${department}` },
    participant: [{ individual: { reference: 'Practitioner/practitioner-test', display: 'Người Thử Nghiệm' } }],
    extension: [
      { url: ext.recordState, valueCode: 'open' },
      { url: ext.payer, valueCode: 'bhyt' },
    ],
  }
  const patient: Patient = {
    resourceType: 'Patient',
    name: [{ use: 'official', text: 'Đặng Thị Huyền', family: 'Đặng', given: ['Thị Huyền'] }],
    gender: given.gender ?? 'female',
    birthDate: given.birthDate ?? '1958-04-11',
  }
  await commit(ctx, [
    ...places(department, bedId),
    { kind: 'create', resource: patient, id: patientId },
    { kind: 'create', resource: encounter, id: encounterId },
  ])
  return { patientId, encounterId, bedId }
}

function places(department: string, bedId: string): Change[] {
  const organization: Organization = {
    resourceType: 'Organization',
    id: `dept-${department}`,
    name: `Khoa ${department}`,
  }
  const kind = (code: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code }],
  })
  const ward: Location = {
    resourceType: 'Location',
    id: `ward-${department}`,
    status: 'active',
    name: `Khoa ${department}`,
    physicalType: kind('wa'),
    managingOrganization: { reference: `Organization/dept-${department}` },
  }
  const bed: Location = {
    resourceType: 'Location',
    id: bedId,
    status: 'active',
    name: `Giường ${bedId.slice(-2)}`,
    physicalType: kind('bd'),
    partOf: { reference: `Location/ward-${department}` },
    managingOrganization: { reference: `Organization/dept-${department}` },
  }
  return [organization, ward, bed].map((resource) => ({ kind: 'update', resource }))
}
