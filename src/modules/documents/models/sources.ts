import type {
  AllergyIntolerance,
  Condition,
  Coverage,
  Encounter,
  Location,
  Observation,
  Organization,
  Patient,
  Practitioner,
  Resource,
} from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'

/** What every paper of a visit is made from. */
export interface VisitSources {
  readonly patient: Patient & { id: string }
  readonly encounter: Encounter & { id: string }
  readonly facility: Organization | undefined
  readonly department: Organization | undefined
  readonly coverage: Coverage | undefined
  readonly conditions: readonly Condition[]
  readonly allergies: readonly AllergyIntolerance[]
  /** Name of the room in which the bed of a stay stands, or stood last. */
  readonly bedRoom?: string | undefined
}

async function found<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  id: string,
): Promise<T | undefined> {
  return id ? findResource<T>(ctx, type, id) : undefined
}

/** The card that counts on the day of the visit. */
function validCard(all: readonly Coverage[], on: string): Coverage | undefined {
  const active = all.filter((one) => one.status === 'active' && one.subscriberId)
  return active.find((one) => (one.period?.end ?? '9999') >= on) ?? active[0]
}

/** The room of the last bed; beds that stand in no room have none. */
async function roomOfBed(ctx: Context, { location = [] }: Encounter): Promise<string | undefined> {
  const last = location.findLast(({ physicalType }) => physicalType?.coding?.some(({ code }) => code === 'bd'))
  if (!last) return undefined
  const bed = await found<Location>(ctx, 'Location', idOf(last.location))
  const around = await found<Location>(ctx, 'Location', idOf(bed?.partOf))
  return around?.physicalType?.coding?.some(({ code }) => code === 'ro') ? around.name : undefined
}

/** Reads what a visit's papers share. */
export async function readVisit(ctx: Context, encounterId: string): Promise<VisitSources> {
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', patientId)
  const on = (encounter.period?.start ?? '').slice(0, 10)
  const [facility, department, coverages, conditions, allergies, bedRoom] = await Promise.all([
    found<Organization>(ctx, 'Organization', 'facility'),
    found<Organization>(ctx, 'Organization', idOf(encounter.serviceProvider)),
    searchResources<Coverage>(ctx, 'Coverage', { beneficiary: `Patient/${patientId}` }),
    searchResources<Condition>(ctx, 'Condition', { encounter: `Encounter/${encounterId}` }),
    searchResources<AllergyIntolerance>(ctx, 'AllergyIntolerance', { patient: `Patient/${patientId}` }),
    roomOfBed(ctx, encounter),
  ])
  const coverage = validCard(coverages, on)
  return { patient, encounter, facility, department, coverage, conditions, allergies, bedRoom }
}

/** Vital signs of a visit, newest first. */
export function readVitals(ctx: Context, encounterId: string): Promise<Observation[]> {
  return searchResources<Observation>(ctx, 'Observation', {
    encounter: `Encounter/${encounterId}`,
    category: 'vital-signs',
    _sort: '-date',
  })
}

/** A person with title before the name: `BSCKI. Nguyễn Văn Minh`. */
export async function staffName(
  ctx: Context,
  reference: { reference?: string; display?: string } | undefined,
): Promise<string | null> {
  if (!reference) return null
  const person = reference.reference?.startsWith('Practitioner/')
    ? await findResource<Practitioner>(ctx, 'Practitioner', idOf(reference))
    : undefined
  const name = person?.name?.[0]
  return name?.text ? [...(name.prefix ?? []), name.text].join(' ') : (reference.display ?? null)
}
