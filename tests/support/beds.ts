import type { Location, Organization, Patient, Practitioner } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { Change } from '#store/types.ts'

const placed = (kind: string, department: string) => ({
  status: 'active' as const,
  physicalType: { coding: [{ system: cs.physicalType, code: kind }] },
  managingOrganization: { reference: `Organization/dept-${department}` },
})

/** A department with a ward of one room and some beds: `bed-noi-1`, `bed-noi-2`, …; returns the beds' ids. */
export async function givenWard(ctx: Context, department: string, beds: number, sex?: string): Promise<string[]> {
  const organization: Organization = {
    resourceType: 'Organization',
    id: `dept-${department}`,
    name: `Khoa ${department}`,
  }
  const ward: Location = {
    resourceType: 'Location',
    id: `ward-${department}`,
    name: `Khoa ${department}`,
    ...placed('wa', department),
  }
  const room: Location = {
    resourceType: 'Location',
    id: `wardroom-${department}-1`,
    name: 'Phòng 1',
    partOf: { reference: `Location/ward-${department}` },
    ...placed('ro', department),
    ...(sex ? { extension: [{ url: ext.roomSex, valueCode: sex }] } : {}),
  }
  const made = Array.from(
    { length: beds },
    (_, at): Location => ({
      resourceType: 'Location',
      id: `bed-${department}-${at + 1}`,
      name: `Giường ${at + 1}`,
      partOf: { reference: `Location/wardroom-${department}-1` },
      operationalStatus: { system: cs.bedStatus, code: 'U' },
      ...placed('bd', department),
    }),
  )
  const doctor: Practitioner = {
    resourceType: 'Practitioner',
    id: 'practitioner-test',
    name: [{ text: 'Người Thử Nghiệm' }],
  }
  const all = [doctor, organization, ward, room, ...made]
  await commit(
    ctx,
    all.map((resource): Change => ({ kind: 'update', resource })),
  )
  return made.map((bed) => bed.id ?? '')
}

export async function givenPatient(ctx: Context, sex: 'male' | 'female' = 'female'): Promise<string> {
  const id = ctx.newId()
  const resource: Patient = {
    resourceType: 'Patient',
    name: [{ use: 'official', text: 'Đặng Thị Huyền', family: 'Đặng', given: ['Thị Huyền'] }],
    gender: sex,
    birthDate: '1972-09-02',
  }
  await commit(ctx, [{ kind: 'create', resource, id }])
  return id
}
