import type { Encounter, Location } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { placeNow, placesFault } from './domain/places.ts'
import { isOver, isStay, leaveRows, placeRows, stayRow } from './domain/stay-facts.ts'
import { wardErrors } from './errors.ts'
import { findPlace, placesFollowed, type StoredPlace, staysFollowed } from './repository.ts'

/** Wards, rooms and beds follow their Locations. */
const places: Guard = {
  name: 'ward.places',
  types: ['Location'],
  beside(ctx, changes) {
    const rows = changes.flatMap(({ id, after }) => placeOf(id, after as Location | undefined) ?? [])
    return rows.length > 0 ? [placesFollowed(ctx, rows)] : []
  },
}

const kinds = new Set(['wa', 'ro', 'bd'])
const tail = (reference: string | undefined) => reference?.split('/').at(-1)

/** A place of a ward as its row; undefined for rooms of the outpatient department and places of other systems. */
function placeOf(id: string, location: Location | undefined): StoredPlace | undefined {
  const kind = location?.physicalType?.coding?.find((one) => one.system === cs.physicalType)?.code
  const department = tail(location?.managingOrganization?.reference)
  if (!location || !kind || !kinds.has(kind) || !department) return undefined
  return {
    location_id: id,
    kind: kind as StoredPlace['kind'],
    part_of: tail(location.partOf?.reference) ?? null,
    department,
    name: location.name ?? id,
    place: location.description ?? null,
    status: location.operationalStatus?.code ?? 'U',
    active: (location.status ?? 'active') === 'active',
    bed_kind:
      location.type?.flatMap((one) => one.coding ?? []).find((one) => one.system === cs.bedKind)?.code ?? null,
    sex: location.extension?.find((one) => one.url === ext.roomSex)?.valueCode ?? null,
    ord: location.extension?.find((one) => one.url === 'urn:lanong:ext:order')?.valueInteger ?? 0,
  }
}

/**
 * What holds for every stay, whoever writes it: its places follow one another, it is somewhere while it lasts, nothing
 * of it moves when it is over. That nobody else is in the bed is held by the database.
 */
const stays: Guard = {
  name: 'ward.stays',
  types: ['Encounter'],
  async check(ctx, change) {
    const [before, after] = [change.before, change.after] as (Encounter | undefined)[]
    if (!isStay(before) && !isStay(after)) return
    if (!after) throw wardErrors.keptStay()
    if (before && isStay(before))
      keepWhatIsOver(before, after, change.act === 'stay.undo' || change.act === 'patient.merge')
    if (after.status === 'cancelled' || after.status === 'entered-in-error') return
    if (after.status === 'finished' && placeNow(after)) throw wardErrors.stillInBed()
    const fault = placesFault(after)
    if (fault) throw wardErrors.badPlaces({ fault })
    await checkDepartment(ctx, change, after)
  },
  beside(ctx, changes) {
    const mine = changes.filter(({ before, after }) => isStay(after as Encounter) || isStay(before as Encounter))
    if (mine.length === 0) return []
    const encounters = mine.flatMap(({ id, after }) => (after ? [[id, after as Encounter] as const] : []))
    return staysFollowed(
      ctx,
      mine.map(({ id }) => id),
      {
        stays: encounters.map(([id, encounter]) => stayRow(id, encounter)),
        places: encounters.flatMap(([id, encounter]) => placeRows(id, encounter)),
        leaves: encounters.flatMap(([id, encounter]) => leaveRows(id, encounter)),
      },
    )
  },
}

const fixed = (encounter: Encounter) =>
  JSON.stringify([encounter.status, encounter.period, encounter.location, encounter.subject?.reference])

function keepWhatIsOver(before: Encounter, after: Encounter, isAllowed: boolean): void {
  if (isOver(before) && !isAllowed && fixed(before) !== fixed(after)) throw wardErrors.movedAfterEnd()
}

/** The service provider is the department of the place where the patient is now. */
async function checkDepartment(ctx: Context, change: GuardedChange, after: Encounter): Promise<void> {
  const now = placeNow(after)
  if (!now) return
  const written = change.written?.('Location', now.locationId) as Location | undefined
  const place = placeOf(now.locationId, written) ?? (await findPlace(ctx, now.locationId))
  if (place && place.department !== tail(after.serviceProvider?.reference))
    throw wardErrors.departmentMismatch({ place: place.name, department: place.department })
}

export const guards: readonly Guard[] = [places, stays]
