import type { Location, PractitionerRole } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Room, RoomsAnswer } from './contract.ts'
import { meanMinutes, minutesToWait } from './domain/expected-time.ts'
import { formatQueueNumber } from './domain/queue-number.ts'
import { suggestRooms } from './domain/suggest-rooms.ts'
import { countWaiting, measuredVisits } from './repository.ts'
import { queueRules, roomSuggestions } from './rules.ts'
import { lastNumbers } from './take-numbers.ts'

const orderExtension = 'urn:lanong:ext:order'

function codeOf(location: Location, system: string): string | undefined {
  return location.type?.flatMap((type) => type.coding ?? []).find((coding) => coding.system === system)?.code
}

/** Rooms that see patients, in the facility's order. */
export async function examRooms(ctx: Context): Promise<readonly Location[]> {
  const rooms = await searchResources<Location>(ctx, 'Location', { status: 'active', type: `${cs.roomKind}|exam` })
  const order = (one: Location) =>
    one.extension?.find((extension) => extension.url === orderExtension)?.valueInteger ?? 1000
  return rooms.sort((a, b) => order(a) - order(b))
}

/** Who works where, by room id: the first doctor named for a room. */
async function doctorsByRoom(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const roles = await searchResources<PractitionerRole>(ctx, 'PractitionerRole', { active: 'true', _count: '500' })
  const doctors = roles.filter((role) =>
    role.code?.some((code) => code.coding?.some((coding) => coding.code === 'doctor')),
  )
  return new Map(
    doctors
      .flatMap((role) =>
        (role.location ?? []).map(
          (location) =>
            [location.reference?.replace('Location/', '') ?? '', role.practitioner?.display ?? ''] as const,
        ),
      )
      .reverse(),
  )
}

/** Rooms with how many wait and how long it takes; those that fit the reason come first. */
export async function listRooms(ctx: Context, reason: string): Promise<RoomsAnswer> {
  const day = dayInVietnam(ctx.now())
  const { expectedTime, reasons } = queueRules
  const [locations, doctors, waiting, measured, last] = await Promise.all([
    examRooms(ctx),
    doctorsByRoom(ctx),
    countWaiting(ctx, day),
    measuredVisits(ctx, day, expectedTime.measuredVisits),
    lastNumbers(ctx, day),
  ])
  const named = locations.map((one) => ({
    id: one.id ?? '',
    name: one.name ?? '',
    ...present({ place: one.description, specialty: codeOf(one, cs.specialty) }),
  }))
  const fits = suggestRooms(reason, named, roomSuggestions)
  const rooms = named.map((room): Room => {
    const minutes = measured.get(room.id) ?? []
    const count = waiting.get(room.id)?.all ?? 0
    return {
      ...room,
      ...present({ doctor: doctors.get(room.id) }),
      waiting: count,
      waitMinutes: minutesToWait(count, meanMinutes(minutes, expectedTime)),
      measured: minutes.length >= expectedTime.smallestMeasured,
      nextNumber: formatQueueNumber('N', (last.get(`${room.id}/N`) ?? 0) + 1),
      nextPriority: formatQueueNumber('P', (last.get(`${room.id}/P`) ?? 0) + 1),
      fit: fits.get(room.id) ?? 0,
    }
  })
  const text = (choice: { readonly vi: string; readonly en: string }) => choice[ctx.language]
  return {
    rooms: rooms.sort((a, b) => b.fit - a.fit || (b.fit > 0 ? a.waiting - b.waiting : 0)),
    priorities: reasons.map((choice) => ({ code: choice.code, text: text(choice), ...choice.ageYears })),
  }
}
