import type {
  AllergyIntolerance,
  Encounter,
  Location,
  Observation,
  Organization,
  Patient,
  Practitioner,
  Resource,
} from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import { loadStarterCatalogues } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'

export interface VisitGiven {
  readonly birthDate?: string
  readonly gender?: Patient['gender']
  readonly allergy?: Omit<Partial<AllergyIntolerance>, 'text'> & { readonly text: string }
  readonly weightKg?: number
  readonly vitals?: boolean
  /** Id of the department of the visit behind `dept-`, which is made with it. */
  readonly department?: string
}

/** The program's own context, for preparing a test. */
export function systemContext(services: Services): Context {
  return makeContext(services, { facility: 1, actor: systemActor })
}

/** Code lists, the doctor of the tests, and a room. Once per database. */
export async function givenHospital(ctx: Context): Promise<void> {
  await loadStarterCatalogues(ctx)
  const doctor: Practitioner = {
    resourceType: 'Practitioner',
    id: 'practitioner-test',
    name: [{ text: 'Người Thử Nghiệm' }],
  }
  const other: Practitioner = {
    resourceType: 'Practitioner',
    id: 'practitioner-other',
    name: [{ text: 'Người Khác' }],
  }
  const room: Location = { resourceType: 'Location', id: 'room-noi-2', status: 'active', name: 'Phòng khám Nội 2' }
  await commit(
    ctx,
    [doctor, other, room].map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' })),
  )
}

function vitalSign(
  code: string,
  value: number,
  unit: string,
  of: { patientId: string; encounterId: string; at: string },
): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: cs.observationCategory, code: 'vital-signs' }] }],
    code: { coding: [{ system: cs.loinc, code }] },
    subject: { reference: `Patient/${of.patientId}` },
    encounter: { reference: `Encounter/${of.encounterId}` },
    effectiveDateTime: of.at,
    valueQuantity: { value, unit },
  }
}

/** A patient in the room of the doctor of the tests. */
export async function givenVisit(
  ctx: Context,
  given: VisitGiven = {},
): Promise<{ patientId: string; encounterId: string }> {
  const [patientId, encounterId] = [ctx.newId(), ctx.newId()]
  const at = ctx.now().toISOString()
  const patient: Patient = {
    resourceType: 'Patient',
    name: [{ use: 'official', text: 'Đặng Thị Huyền', family: 'Đặng', given: ['Thị Huyền'] }],
    gender: given.gender ?? 'female',
    birthDate: given.birthDate ?? '1972-09-02',
  }
  const encounter: Encounter = {
    resourceType: 'Encounter',
    identifier: [{ system: sid.record, value: `26/${encounterId.slice(-6)}` }],
    status: 'in-progress',
    class: { system: cs.actClass, code: 'AMB' },
    subject: { reference: `Patient/${patientId}` },
    period: { start: at },
    location: [{ location: { reference: 'Location/room-noi-2', display: 'Phòng khám Nội 2' } }],
    reasonCode: [{ text: 'Chóng mặt' }],
    ...(given.department ? { serviceProvider: { reference: `Organization/dept-${given.department}` } } : {}),
  }
  const of = { patientId, encounterId, at }
  const more: Resource[] = []
  if (given.department) {
    const resource: Organization = {
      resourceType: 'Organization',
      id: `dept-${given.department}`,
      name: `Khoa ${given.department}`,
      identifier: [{ system: cs.department, value: given.department.toUpperCase() }],
    }
    await commit(ctx, [{ kind: 'update', resource }])
  }
  if (given.weightKg) more.push(vitalSign('29463-7', given.weightKg, 'kg', of))
  if (given.vitals ?? true) more.push(vitalSign('8867-4', 88, 'lần/phút', of))
  if (given.allergy) {
    const { text, ...rest } = given.allergy
    more.push({
      resourceType: 'AllergyIntolerance',
      clinicalStatus: { coding: [{ system: cs.allergyClinical, code: 'active' }] },
      patient: { reference: `Patient/${patientId}` },
      code: { text },
      ...rest,
    })
  }
  await commit(ctx, [
    { kind: 'create', resource: patient, id: patientId },
    { kind: 'create', resource: encounter, id: encounterId },
    ...more.map((resource) => ({ kind: 'create' as const, resource })),
  ])
  return { patientId, encounterId }
}
