import type { Encounter, Location, Organization, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { StayEncounter } from './stay.ts'

/** A patient in a bed of a ward. */
export interface WardStay {
  readonly encounter: StayEncounter
  readonly encounterId: string
  readonly patientId: string
  readonly admittedAt: string
  readonly name: string
  readonly patient: Patient | undefined
  readonly bed?: string
  readonly departmentId: string
}

async function byId<T extends Patient | Location | Organization>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  if (wanted.length === 0) return new Map()
  const found = await searchResources<T>(ctx, type, { _id: wanted.join(','), _count: '500' })
  return new Map(found.map((one) => [one.id ?? '', one]))
}

/** Patients who lie in the wards now, by their stays. */
export const staysInHouse = (ctx: Context): Promise<StayEncounter[]> =>
  searchResources<StayEncounter>(ctx, 'Encounter', { class: 'IMP', status: 'in-progress,onleave', _count: '1000' })

export const departmentOf = (encounter: Encounter): string => idOf(encounter.serviceProvider)

const activeBed = ({ location = [] }: Encounter) => location.find(({ status }) => status === 'active')?.location

/** Names and beds of stays, in the order of the beds. */
export async function wardStays(ctx: Context, encounters: readonly StayEncounter[]): Promise<readonly WardStay[]> {
  const [patients, beds] = await Promise.all([
    byId<Patient>(
      ctx,
      'Patient',
      encounters.map(({ subject }) => idOf(subject)),
    ),
    byId<Location>(
      ctx,
      'Location',
      encounters.map((one) => idOf(activeBed(one))),
    ),
  ])
  return encounters
    .map((encounter): WardStay => {
      const patientId = idOf(encounter.subject)
      const patient = patients.get(patientId)
      const place = activeBed(encounter)
      return {
        encounter,
        encounterId: encounter.id,
        patientId,
        patient,
        admittedAt: encounter.period?.start ?? '',
        name: patient?.name?.[0]?.text ?? encounter.subject?.display ?? '',
        departmentId: departmentOf(encounter),
        ...present({ bed: beds.get(idOf(place))?.name ?? place?.display }),
      }
    })
    .toSorted((a, b) => (a.bed ?? '').localeCompare(b.bed ?? '', 'vi', { numeric: true }))
}

/** Departments that have patients in beds. */
export async function departmentsOf(
  ctx: Context,
  encounters: readonly Encounter[],
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const found = await byId<Organization>(ctx, 'Organization', encounters.map(departmentOf))
  return [...found]
    .map(([id, one]) => ({ id, name: one.name ?? id }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
}
