import type { Encounter, Location, Organization, Patient } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { ensureMrn } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource, readResource } from '#store/read.ts'
import type { CheckInBody, Ticket } from './contract.ts'
import { meanMinutes, minutesToWait } from './domain/expected-time.ts'
import { priorityByAge } from './domain/priority.ts'
import { encounterErrors } from './errors.ts'
import { countWaiting, findHeldNumber, insertEntry, measuredVisits } from './repository.ts'
import { queueRules } from './rules.ts'
import { takeQueueNumber, takeRecordNumber } from './take-numbers.ts'

/**
 * Opens a visit: the root Encounter with its record number, and a place in a room's line.
 * A patient who already holds a number for the room today gets another only when asked for.
 */
export async function checkIn(ctx: Context, body: CheckInBody): Promise<Ticket> {
  const day = dayInVietnam(ctx.now())
  const reason = body.reason.trim()
  if (reason === '') throw encounterErrors.reasonMissing()
  const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', body.patientId)
  const replacedBy = patient.link?.find((link) => link.type === 'replaced-by')?.other?.reference
  if (replacedBy) throw encounterErrors.mergedPatient({ patientId: replacedBy.replace('Patient/', '') })
  const room = await readRoom(ctx, body.roomId)
  const priority = priorityOf(body.priority, patient.birthDate, day)
  const number = await takeQueueNumber(ctx, body.roomId, day, priority ? 'P' : 'N')
  const held = await findHeldNumber(ctx, body.patientId, body.roomId, day)
  if (held && !body.again)
    throw encounterErrors.alreadyWaiting({ number: held.number, encounterId: held.encounter_id })
  await ensureMrn(ctx, patient)
  const waiting = (await countWaiting(ctx, day)).get(body.roomId)
  const recordNumber = await takeRecordNumber(ctx, day)
  const encounter = buildEncounter(
    ctx,
    { ...body, reason },
    { id: ctx.newId(), number, recordNumber, room, name: nameOf(patient), ...present({ priority }) },
  )
  await commit(ctx, [{ kind: 'create', resource: encounter, id: encounter.id }])
  const at = ctx.now()
  await insertEntry(ctx, {
    encounter_id: encounter.id,
    patient_id: body.patientId,
    room_id: body.roomId,
    day,
    number,
    record_number: recordNumber,
    priority: priority ?? null,
    payer: body.payer,
    reason,
    arrived_at: at,
    placed_at: at,
  })
  const ahead = (priority ? waiting?.priority : waiting?.all) ?? 0
  const minutes = (await measuredVisits(ctx, day, queueRules.expectedTime.measuredVisits)).get(body.roomId) ?? []
  return {
    encounterId: encounter.id,
    recordNumber,
    room: { id: body.roomId, name: room.name ?? '', ...present({ place: room.description }) },
    number,
    patientName: nameOf(patient),
    ...present({ priority }),
    ahead,
    expectedAt: instantInVietnam(
      new Date(at.getTime() + 60_000 * minutesToWait(ahead, meanMinutes(minutes, queueRules.expectedTime))),
    ),
    printedAt: instantInVietnam(at),
    facility: await facilityName(ctx),
  }
}

function nameOf(patient: Patient): string {
  return patient.name?.find((name) => name.use !== 'old')?.text ?? ''
}

async function readRoom(ctx: Context, roomId: string): Promise<Location> {
  const room = await findResource<Location>(ctx, 'Location', roomId)
  if (!room || (room.status ?? 'active') !== 'active') throw encounterErrors.roomClosed({ roomId })
  return room
}

/** What was told at the desk (empty: in turn); without it, what the age gives. */
function priorityOf(told: string | undefined, birthDate: string | undefined, day: string): string | undefined {
  if (told === '') return undefined
  if (told === undefined) return priorityByAge(queueRules.reasons, birthDate, day)?.code
  if (!queueRules.reasons.some((reason) => reason.code === told))
    throw encounterErrors.unknownPriority({ priority: told })
  return told
}

export async function facilityName(ctx: Context): Promise<string> {
  return (await findResource<Organization>(ctx, 'Organization', 'facility'))?.name ?? ''
}

interface Given {
  readonly id: string
  readonly number: string
  readonly recordNumber: string
  readonly room: Location
  readonly name: string
  readonly priority?: string
}

function buildEncounter(ctx: Context, body: CheckInBody, given: Given): Encounter & { id: string } {
  const at = instantInVietnam(ctx.now())
  const day = at.slice(0, 10)
  return {
    resourceType: 'Encounter',
    id: given.id,
    status: 'arrived',
    class: { system: cs.actClass, code: given.priority === 'emergency' ? 'EMER' : 'AMB' },
    identifier: [
      { use: 'official', system: sid.record, value: given.recordNumber },
      { use: 'secondary', system: sid.queue, value: `${day}/${body.roomId}/${given.number}` },
    ],
    ...(given.priority
      ? {
          priority: {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority',
                code: given.priority === 'emergency' ? 'EM' : 'UR',
              },
            ],
          },
        }
      : {}),
    subject: { reference: `Patient/${body.patientId}`, display: given.name },
    period: { start: at },
    reasonCode: [{ text: body.reason }],
    location: [
      {
        location: {
          reference: `Location/${body.roomId}`,
          ...(given.room.name ? { display: given.room.name } : {}),
        },
        status: 'planned',
      },
    ],
    ...(given.room.managingOrganization ? { serviceProvider: given.room.managingOrganization } : {}),
    extension: [
      { url: ext.recordState, valueCode: 'open' },
      { url: ext.payer, valueCode: body.payer },
      ...(given.priority ? [{ url: ext.priorityReason, valueCode: given.priority }] : []),
    ],
  }
}
