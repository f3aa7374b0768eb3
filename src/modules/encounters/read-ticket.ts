import type { Location } from '@medplum/fhirtypes'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { facilityName } from './check-in.ts'
import type { Ticket } from './contract.ts'
import { meanMinutes, minutesToWait } from './domain/expected-time.ts'
import { encounterErrors } from './errors.ts'
import { listEntries, measuredVisits } from './repository.ts'
import { queueRules } from './rules.ts'

/** The ticket again, with the expectation of now. */
export async function readTicket(ctx: Context, encounterId: string): Promise<Ticket> {
  const day = dayInVietnam(ctx.now())
  const [entry] = await listEntries(ctx, { day, encounterId })
  if (!entry) throw encounterErrors.notInQueue({ encounterId })
  const line = await listEntries(ctx, { day, room: entry.room_id, states: ['waiting', 'called'] })
  const place = line.findIndex((one) => one.encounter_id === encounterId)
  const ahead = Math.max(0, place)
  const minutes = (await measuredVisits(ctx, day, queueRules.expectedTime.measuredVisits)).get(entry.room_id) ?? []
  const room = await findResource<Location>(ctx, 'Location', entry.room_id)
  return {
    encounterId,
    recordNumber: entry.record_number,
    room: { id: entry.room_id, name: room?.name ?? entry.room_id, ...present({ place: room?.description }) },
    number: entry.number,
    patientName: entry.name ?? '',
    ...present({ priority: entry.priority ?? undefined }),
    ahead,
    expectedAt: instantInVietnam(
      new Date(ctx.now().getTime() + 60_000 * minutesToWait(ahead, meanMinutes(minutes, queueRules.expectedTime))),
    ),
    printedAt: instantInVietnam(ctx.now()),
    facility: await facilityName(ctx),
  }
}
