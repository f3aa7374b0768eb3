import type { Location } from '@medplum/fhirtypes'
import { dayInVietnam, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import { ageText } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { searchResources } from '#store/search.ts'
import type { QueueAnswer, QueueEntry } from './contract.ts'
import { countStates, listEntries } from './repository.ts'

export interface QueueAsked {
  readonly room?: string
  readonly state?: string
  readonly untriaged?: boolean
  readonly day?: string
}

/** The line of a room, or everybody of the day. */
export async function listQueue(ctx: Context, asked: QueueAsked): Promise<QueueAnswer> {
  const day = asked.day ?? dayInVietnam(ctx.now())
  if (!isDay(day)) throw commonErrors.notADay({ value: day })
  const named = asked.state?.split(',').filter(Boolean) ?? []
  const states = named.length > 0 ? named : undefined
  const [rows, counts] = await Promise.all([
    listEntries(ctx, { day, ...present({ room: asked.room, states, untriaged: asked.untriaged }) }),
    countStates(ctx, day, asked.room),
  ])
  const names = await roomNames(
    ctx,
    rows.map((row) => row.room_id),
  )
  const entries = rows.map((row) => entryView(ctx, row, names))
  await auditView(ctx, {
    kind: 'encounters.queue',
    entities: entries.slice(0, 200).map((entry) => `Encounter/${entry.encounterId}`),
  })
  return { entries, counts: { ...counts }, total: Object.values(counts).reduce((sum, count) => sum + count, 0) }
}

/** For the badge of the menu. */
export async function countQueue(ctx: Context): Promise<{ readonly count: number }> {
  const counts = await countStates(ctx, dayInVietnam(ctx.now()), undefined)
  return { count: (counts['waiting'] ?? 0) + (counts['called'] ?? 0) }
}

async function roomNames(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rooms = await searchResources<Location>(ctx, 'Location', { _id: [...new Set(ids)].join(',') })
  return new Map(rooms.map((room) => [room.id ?? '', room.name ?? '']))
}

type Row = Awaited<ReturnType<typeof listEntries>>[number]

export function entryView(ctx: Context, row: Row, names: ReadonlyMap<string, string>): QueueEntry {
  const time = (at: Date | null) => (at ? instantInVietnam(at) : undefined)
  return {
    encounterId: row.encounter_id,
    patientId: row.patient_id,
    number: row.number,
    recordNumber: row.record_number,
    name: row.name ?? '',
    sex: row.sex ?? 'unknown',
    roomId: row.room_id,
    roomName: names.get(row.room_id) ?? row.room_id,
    payer: row.payer,
    reason: row.reason,
    state: row.state,
    arrivedAt: instantInVietnam(row.arrived_at),
    ...present({
      birthDate: row.birth_date ?? undefined,
      ageText: ageText(row.birth_date ?? undefined, dayInVietnam(ctx.now()), ctx.language),
      mrn: row.mrn ?? undefined,
      priority: row.priority ?? undefined,
      triagedAt: time(row.triaged_at),
      calledAt: time(row.called_at),
      startedAt: time(row.started_at),
      finishedAt: time(row.finished_at),
    }),
  }
}
