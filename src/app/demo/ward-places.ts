import type { Location } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { readTable } from '#platform/read-table.ts'

type Row = Readonly<Record<string, string>>
const folder = new URL('../../../data/demo/', import.meta.url)

/** Wards, their rooms and beds of data/demo/wards.tsv, as FHIR. */
export function wardPlaces(): readonly Location[] {
  const departments = new Map(readTable(new URL('departments.tsv', folder)).map((row) => [row['id'] ?? '', row]))
  const rooms = readTable(new URL('wards.tsv', folder))
  const byDepartment = Map.groupBy(rooms, (row) => row['department'] ?? '')
  return [...byDepartment].flatMap(([department, itsRooms], at) => [
    ward(department, departments.get(department) ?? {}, at),
    ...itsRooms.flatMap((row, order) => [room(row, order), ...beds(row)]),
  ])
}

function placed(kind: 'wa' | 'ro' | 'bd', department: string, order: number): Omit<Location, 'resourceType'> {
  return {
    status: 'active',
    physicalType: { coding: [{ system: cs.physicalType, code: kind }] },
    managingOrganization: { reference: `Organization/${department}` },
    extension: [{ url: 'urn:lanong:ext:order', valueInteger: order }],
  }
}

const shortOf = (department: string) => department.replace('dept-', '')

function ward(department: string, row: Row, order: number): Location {
  return {
    resourceType: 'Location',
    id: `ward-${shortOf(department)}`,
    ...placed('wa', department, order),
    name: row['name'] ?? department,
    alias: [row['nameEn'] ?? department],
    description: row['place'] ?? '',
  }
}

function room(row: Row, order: number): Location {
  const department = row['department'] ?? ''
  const base = placed('ro', department, order)
  return {
    resourceType: 'Location',
    id: row['id'] ?? '',
    ...base,
    ...(row['sex'] ? { extension: [...(base.extension ?? []), { url: ext.roomSex, valueCode: row['sex'] }] } : {}),
    name: ['Phòng', row['room'], row['name']].filter(Boolean).join(' '),
    description: row['place'] ?? '',
    partOf: { reference: `Location/ward-${shortOf(department)}` },
  }
}

function beds(row: Row): Location[] {
  const department = row['department'] ?? ''
  return Array.from({ length: Number(row['beds']) }, (_, index) => {
    const number = Number(row['firstBed']) + index
    const text = String(number).padStart(2, '0')
    return {
      resourceType: 'Location',
      id: `bed-${shortOf(department)}-${text}`,
      ...placed('bd', department, number),
      operationalStatus: { system: cs.bedStatus, code: 'U' },
      name: `Giường ${text}`,
      type: [{ coding: [{ system: cs.bedKind, code: row['bedKind'] ?? 'standard' }] }],
      partOf: { reference: `Location/${row['id']}` },
    }
  })
}
