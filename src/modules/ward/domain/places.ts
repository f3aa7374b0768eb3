import type { Encounter, EncounterLocation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'

/** One place of a stay: a bed, or a ward while no bed is given. */
export interface StayPlace {
  readonly locationId: string
  readonly from: string
  readonly to: string | undefined
}

const planned = new Set<EncounterLocation['status']>(['planned', 'reserved'])
const instant = /T.*(?:Z|[+-]\d{2}:\d{2})$/

/** Places that the patient was or is at, in the order of the Encounter; without those that are only planned. */
export function placesOf(encounter: Encounter): readonly StayPlace[] {
  return (encounter.location ?? []).flatMap((one) =>
    planned.has(one.status)
      ? []
      : [
          {
            locationId: one.location.reference?.replace('Location/', '') ?? '',
            from: one.period?.start ?? '',
            to: one.period?.end,
          },
        ],
  )
}

export function placeNow(encounter: Encounter): StayPlace | undefined {
  return placesOf(encounter).find((one) => one.to === undefined)
}

/** The stay with the patient at another place from an instant on. */
export function movedTo<E extends Encounter>(
  encounter: E,
  place: { readonly id: string; readonly name: string; readonly kind: string },
  at: string,
): E {
  const left = leftPlace(encounter, at)
  return {
    ...left,
    location: [
      ...(left.location ?? []),
      {
        location: { reference: `Location/${place.id}`, display: place.name },
        status: 'active',
        physicalType: { coding: [{ system: cs.physicalType, code: place.kind }] },
        period: { start: at },
      },
    ],
  }
}

/** The stay with nobody at any place of it from an instant on. */
export function leftPlace<E extends Encounter>(encounter: E, at: string): E {
  return {
    ...encounter,
    location: (encounter.location ?? [])
      .filter((one) => !planned.has(one.status))
      .map((one) =>
        one.period?.end === undefined
          ? { ...one, status: 'completed' as const, period: { ...one.period, end: at } }
          : one,
      ),
  }
}

/** What is wrong with the places of a stay; undefined when nothing is. Overlaps are refused by the database. */
export function placesFault(encounter: Encounter): string | undefined {
  const places = placesOf(encounter)
  if (places.length === 0) return 'a stay has a place'
  if (places.some(({ from, to }) => !instant.test(from) || (to !== undefined && !instant.test(to))))
    return 'every place has an instant from which it holds'
  const [first] = places
  if (Date.parse(first?.from ?? '') < Date.parse(encounter.period?.start ?? ''))
    return 'no place is before the admission'
  if (places.some(({ from, to }) => to !== undefined && Date.parse(to) < Date.parse(from)))
    return 'a place ends after it begins'
  const open = places.filter(({ to }) => to === undefined)
  const isIn = encounter.status === 'in-progress' || encounter.status === 'onleave'
  if (isIn && (open.length !== 1 || places.at(-1) !== open[0])) return 'one place, the last one, is open'
  if (!isIn && open.length > 0) return 'no place is open when the stay is over'
  const end = encounter.period?.end
  if (!isIn && places.some(({ to }) => end === undefined || Date.parse(to ?? '') > Date.parse(end)))
    return 'no place is after the end of the stay'
  return undefined
}
