import type { Encounter, Location, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext, sid } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import { readScan } from './domain/read-scan.ts'
import { medicineErrors } from './errors.ts'

/** A stay as far as giving medicines goes. */
export interface StayFacts {
  readonly encounterId: string
  readonly patientId: string
  /** Id of the Organization that the patient lies in now. */
  readonly department: string
  readonly bedId?: string
  readonly payer?: string
  readonly status: string
  readonly start: string
}

export function stayOf(encounter: Encounter): StayFacts {
  const bed = encounter.location?.find((one) => one.status === 'active')?.location
  return {
    encounterId: encounter.id ?? '',
    patientId: idOf(encounter.subject),
    department: idOf(encounter.serviceProvider),
    status: encounter.status ?? '',
    start: encounter.period?.start ?? '',
    ...present({
      bedId: bed ? idOf(bed) : undefined,
      payer: encounter.extension?.find((one) => one.url === ext.payer)?.valueCode,
    }),
  }
}

/** The stay for ending what began in it: the record is open, the patient may have left. */
export async function writableStay(ctx: Context, encounterId: string): Promise<StayFacts> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  refuseLocked(encounter)
  return stayOf(encounter)
}

/** The stay for writing: the patient is on the ward and the record open. */
export async function openStay(ctx: Context, encounterId: string): Promise<StayFacts> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  refuseLocked(encounter)
  if (encounter.status !== 'in-progress') throw medicineErrors.notInStay({ status: encounter.status ?? '' })
  return stayOf(encounter)
}

const minuteMs = 60_000

/** When it was done: now unless said, never of the future and not before what it follows. A minute is the clock's. */
export function momentOf(ctx: Context, since: string, said: string | undefined): Date {
  if (said === undefined) return ctx.now()
  const at = new Date(said)
  const impossible = at.getTime() > ctx.now().getTime() + minuteMs || at.getTime() < Date.parse(since) - minuteMs
  if (impossible) throw medicineErrors.timeImpossible()
  return at
}

export const mrnOf = (patient: Patient | undefined): string | undefined =>
  patient?.identifier?.find((one) => one.system === sid.mrn)?.value

export const nameOf = (patient: Patient | undefined): string => patient?.name?.[0]?.text ?? ''

/** Whose wristband a code is: the stay of a patient who is on a ward now; undefined when nobody's. */
export async function bandStay(ctx: Context, code: string): Promise<StayFacts | undefined> {
  const scan = readScan(code)
  if (scan.kind !== 'band') return undefined
  if (scan.encounterId !== undefined) {
    const encounter = await findResource<Encounter>(ctx, 'Encounter', scan.encounterId)
    return encounter?.class?.code === 'IMP' && encounter.status === 'in-progress' ? stayOf(encounter) : undefined
  }
  const found = await searchResources<Encounter>(ctx, 'Encounter', {
    'patient.identifier': `${sid.mrn}|${scan.mrn ?? ''}`,
    class: 'IMP',
    status: 'in-progress',
    _count: '2',
  })
  return found[0] ? stayOf(found[0]) : undefined
}

/** Stops when a wristband is not that of the patient whose medicines are at hand, and says whose it is. */
export async function requireBand(ctx: Context, stay: StayFacts, code: string): Promise<void> {
  const other = await bandStay(ctx, code)
  if (!other) throw medicineErrors.unknownBand()
  if (other.encounterId === stay.encounterId) return
  const [patient, bed] = await Promise.all([
    findResource<Patient>(ctx, 'Patient', other.patientId),
    other.bedId ? findResource<Location>(ctx, 'Location', other.bedId) : undefined,
  ])
  throw medicineErrors.wrongPatient({ name: nameOf(patient), bed: bed?.name ?? '' })
}
