import { readFileSync } from 'node:fs'
import type {
  Extension,
  Location,
  Organization,
  Practitioner,
  PractitionerRole,
  Resource,
} from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import { readTable } from '#platform/read-table.ts'
import { isTraining } from '#platform/training.ts'
import { wardPlaces } from './ward-places.ts'

const folder = new URL('../../../data/demo/', import.meta.url)
type Row = Readonly<Record<string, string>>

export interface DemoFacility {
  readonly code: string
  readonly name: string
  readonly governingBody: string
  readonly address: string
  readonly phone: string
}

export function readFacility(): DemoFacility {
  const facility = JSON.parse(readFileSync(new URL('facility.json', folder), 'utf8')) as DemoFacility
  return isTraining() ? { ...facility, name: `${facility.name} – TẬP HUẤN` } : facility
}

/** Facility, departments, rooms and staff of data/demo, as FHIR. */
export function hospitalResources(): readonly Resource[] {
  return [
    facilityResource(readFacility()),
    ...readTable(new URL('departments.tsv', folder)).map(department),
    ...readTable(new URL('rooms.tsv', folder)).map(room),
    ...wardPlaces(),
    ...readTable(new URL('staff.tsv', folder))
      .filter((row) => row['id'])
      .flatMap((row) => [practitioner(row), ...practitionerRoles(row)]),
  ]
}

const cell = (row: Row, name: string) => row[name] ?? ''

function facilityResource(facility: DemoFacility): Organization {
  return {
    resourceType: 'Organization',
    id: 'facility',
    extension: [{ url: 'urn:lanong:ext:governing-body', valueString: facility.governingBody }],
    identifier: [{ system: sid.facility, value: facility.code }],
    active: true,
    name: facility.name,
    telecom: [{ system: 'phone', value: facility.phone }],
    address: [{ text: facility.address }],
  }
}

function department(row: Row): Organization {
  return {
    resourceType: 'Organization',
    id: cell(row, 'id'),
    identifier: [{ system: cs.department, value: cell(row, 'code') }],
    active: true,
    type: [{ text: cell(row, 'kind') }],
    name: cell(row, 'name'),
    alias: [cell(row, 'nameEn')],
    partOf: { reference: 'Organization/facility' },
  }
}

function room(row: Row): Location {
  const extension: Extension[] = [{ url: 'urn:lanong:ext:order', valueInteger: Number(cell(row, 'order')) }]
  if (cell(row, 'ageYears'))
    extension.push({ url: 'urn:lanong:ext:age-years', valueString: cell(row, 'ageYears') })
  const kinds = [
    [cs.roomKind, 'kind'],
    [cs.specialty, 'specialty'],
    [cs.service, 'service'],
  ] as const
  return {
    resourceType: 'Location',
    id: cell(row, 'id'),
    extension,
    identifier: [{ system: sid.queue, value: cell(row, 'queuePrefix') }],
    status: 'active',
    name: cell(row, 'name'),
    alias: [cell(row, 'nameEn')],
    description: cell(row, 'place'),
    type: kinds
      .filter(([, column]) => cell(row, column))
      .map(([system, column]) => ({ coding: [{ system, code: cell(row, column) }] })),
    managingOrganization: { reference: `Organization/${cell(row, 'department')}` },
  }
}

/** `dept-kkb` for the first of `KKB;NHI`. */
/** Ids of the departments that a person works in. */
function departmentsOf(row: Row): readonly string[] {
  const all = readTable(new URL('departments.tsv', folder))
  const ids = cell(row, 'departments')
    .split(';')
    .flatMap((code) => all.find((one) => one['code'] === code)?.['id'] ?? [])
  return ids.length > 0 ? ids : ['facility']
}

function practitioner(row: Row): Practitioner {
  const title = cell(row, 'title')
  return {
    resourceType: 'Practitioner',
    id: cell(row, 'id'),
    ...(cell(row, 'licence') ? { identifier: [{ system: sid.licence, value: cell(row, 'licence') }] } : {}),
    active: true,
    name: [{ use: 'official', text: cell(row, 'name'), ...(title ? { prefix: [title] } : {}) }],
    gender: cell(row, 'sex') === 'male' ? 'male' : 'female',
    birthDate: cell(row, 'birthDate'),
    ...(cell(row, 'licenceScope') ? { qualification: [{ code: { text: cell(row, 'licenceScope') } }] } : {}),
  }
}

/** A person works in the outpatient department first; an office is held in the ward, the last department. */
function practitionerRoles(row: Row): PractitionerRole[] {
  const id = cell(row, 'id').replace('practitioner-', 'role-')
  const departments = departmentsOf(row)
  return departments.map((department, at) => {
    const isOwn = at === departments.length - 1
    const text = isOwn || !cell(row, 'position').startsWith('Trưởng') ? cell(row, 'position') : 'Bác sĩ khám bệnh'
    return {
      resourceType: 'PractitionerRole',
      id: at === 0 ? id : `${id}-${at + 1}`,
      active: true,
      practitioner: { reference: `Practitioner/${cell(row, 'id')}`, display: cell(row, 'name') },
      organization: { reference: `Organization/${department}` },
      code: [{ coding: [{ system: cs.staffRole, code: cell(row, 'role') }], text }],
      ...(at === 0 && cell(row, 'room') ? { location: [{ reference: `Location/${cell(row, 'room')}` }] } : {}),
    }
  })
}
