import { sql } from 'kysely'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'
import type { QueueState } from './contract.ts'
import type { EncounterTables, QueueEntryTable } from './tables.ts'

const tables = (ctx: Context) => ctx.db.withTables<EncounterTables>()

/** Emergencies, then other priorities, then in turn. */
const weightOf = sql<number>`case when queue_entry.priority = 'emergency' then 2 when queue_entry.priority is not null then 1 else 0 end`

export async function insertEntry(
  ctx: Context,
  entry: Omit<
    QueueEntryTable,
    'facility' | 'state' | 'called_count' | 'triaged_at' | 'called_at' | 'started_at' | 'finished_at'
  >,
): Promise<void> {
  await sql`
    insert into queue_entry (facility, encounter_id, patient_id, room_id, day, number, record_number, priority, payer, reason, arrived_at, placed_at)
    values (${ctx.facility}, ${entry.encounter_id}, ${entry.patient_id}, ${entry.room_id}, ${entry.day}, ${entry.number}, ${entry.record_number},
            ${entry.priority}, ${entry.payer}, ${entry.reason}, ${entry.arrived_at}, ${entry.placed_at})`.execute(
    ctx.db,
  )
}

/** The number that a patient holds for a room today and that is not over yet. */
export function findHeldNumber(ctx: Context, patientId: string, roomId: string, day: Day) {
  return tables(ctx)
    .selectFrom('queue_entry')
    .select(['number', 'encounter_id'])
    .where('facility', '=', ctx.facility)
    .where('patient_id', '=', patientId)
    .where('room_id', '=', roomId)
    .where('day', '=', day)
    .where('state', 'in', ['waiting', 'called', 'in-room', 'skipped'])
    .executeTakeFirst()
}

export async function lockEntry(
  ctx: Context,
  encounterId: string,
): Promise<{ readonly state: QueueState; readonly room_id: string; readonly patient_id: string } | undefined> {
  return tables(ctx)
    .selectFrom('queue_entry')
    .select(['state', 'room_id', 'patient_id'])
    .where('facility', '=', ctx.facility)
    .where('encounter_id', '=', encounterId)
    .forUpdate()
    .executeTakeFirst()
}

type Changed = Partial<
  Pick<
    QueueEntryTable,
    'state' | 'placed_at' | 'called_at' | 'triaged_at' | 'started_at' | 'finished_at' | 'room_id'
  >
>

export async function changeEntry(ctx: Context, encounterId: string, changed: Changed): Promise<void> {
  await tables(ctx)
    .updateTable('queue_entry')
    .set(changed as object)
    .where('facility', '=', ctx.facility)
    .where('encounter_id', '=', encounterId)
    .execute()
}

export type Followed = Partial<Pick<QueueEntryTable, 'state' | 'triaged_at' | 'started_at' | 'finished_at'>>

/** @returns the statement by which the entry of a visit follows it; a visit need not stand in a line */
export function queueFollowed(ctx: Context, encounterId: string, to: Followed): Statement {
  return {
    name: 'encounters_queue_followed',
    text: `update queue_entry set state = coalesce($3, state), triaged_at = coalesce($4, triaged_at),
        started_at = coalesce($5, started_at), finished_at = coalesce($6, finished_at)
      where facility = $1 and encounter_id = $2`,
    values: [ctx.facility, encounterId, to.state, to.triaged_at, to.started_at, to.finished_at],
  }
}

export async function countCall(ctx: Context, encounterId: string): Promise<void> {
  await sql`update queue_entry set called_count = called_count + 1 where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(
    ctx.db,
  )
}

export interface QueueFilter {
  readonly day: Day
  readonly room?: string
  readonly states?: readonly string[]
  readonly untriaged?: boolean
  readonly encounterId?: string
}

/** The line as it is called: emergencies, priorities, then by place; names from the patients' index. */
export function listEntries(ctx: Context, filter: QueueFilter) {
  return tables(ctx)
    .selectFrom('queue_entry')
    .leftJoin('patient_index', (join) =>
      join
        .onRef('patient_index.facility', '=', 'queue_entry.facility')
        .onRef('patient_index.patient_id', '=', 'queue_entry.patient_id'),
    )
    .selectAll('queue_entry')
    .select(['patient_index.name', 'patient_index.sex', 'patient_index.birth_date', 'patient_index.mrn'])
    .where('queue_entry.facility', '=', ctx.facility)
    .where('queue_entry.day', '=', filter.day)
    .$if(filter.room !== undefined, (query) => query.where('queue_entry.room_id', '=', filter.room ?? ''))
    .$if(filter.states !== undefined, (query) =>
      query.where('queue_entry.state', 'in', (filter.states ?? []) as QueueState[]),
    )
    .$if(filter.untriaged === true, (query) =>
      query
        .where('queue_entry.triaged_at', 'is', null)
        .where('queue_entry.state', 'in', ['waiting', 'called', 'skipped']),
    )
    .$if(filter.encounterId !== undefined, (query) =>
      query.where('queue_entry.encounter_id', '=', filter.encounterId ?? ''),
    )
    .orderBy(weightOf, 'desc')
    .orderBy('queue_entry.placed_at')
    .orderBy('queue_entry.number')
    .limit(1000)
    .execute()
}

/** How many wait in each room today, and how many of them with priority. */
export async function countWaiting(
  ctx: Context,
  day: Day,
): Promise<ReadonlyMap<string, { readonly all: number; readonly priority: number }>> {
  const { rows } = await sql<{ room_id: string; all: number; priority: number }>`
    select room_id, count(*)::int as all, count(priority)::int as priority from queue_entry
    where facility = ${ctx.facility} and day = ${day} and state in ('waiting', 'called')
    group by room_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.room_id, row]))
}

/** Minutes of the last visits of every room, today's and those of the week before. */
export async function measuredVisits(
  ctx: Context,
  day: Day,
  perRoom: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const { rows } = await sql<{ room_id: string; minutes: number[] }>`
    select room_id, array_agg(minutes::float8) as minutes from (
      select room_id, extract(epoch from finished_at - started_at) / 60 as minutes,
             row_number() over (partition by room_id order by finished_at desc) as nth
      from queue_entry
      where facility = ${ctx.facility} and day > ${day}::date - 8 and started_at is not null and finished_at is not null
    ) visits where nth <= ${perRoom} group by room_id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.room_id, row.minutes]))
}

/** Entries of the day by state. */
export async function countStates(
  ctx: Context,
  day: Day,
  room: string | undefined,
): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from queue_entry
    where facility = ${ctx.facility} and day = ${day} and (${room ?? null}::text is null or room_id = ${room ?? null}) group by state`.execute(
    ctx.db,
  )
  return Object.fromEntries(rows.map((row) => [row.state, row.count]))
}
