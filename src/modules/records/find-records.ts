import { type RawBuilder, sql } from 'kysely'
import { recordStates } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '#store/definitions.ts'
import type { FindRecords, RecordPage, RecordRow } from './contract.ts'
import { completenessRule } from './domain/completeness.ts'
import { recognisedMark } from './recognised.ts'
import { refreshIndex } from './refresh-index.ts'
import type { RecordIndexTable } from './repository.ts'
import { completenessRules } from './rules.ts'

const usualCount = 50

/** Records by number, archive number, patient, diagnosis, doctor, state and day; newest first. */
export async function findRecords(ctx: Context, query: FindRecords): Promise<RecordPage> {
  for (const day of [query.from, query.to])
    if (day !== undefined && !isDay(day)) throw commonErrors.notADay({ value: day })
  await refreshIndex({ ...ctx, access: undefined })
  const count = query.count ?? usualCount
  const rows = await newestFirst(ctx, query, count + 1)
  const page = rows.slice(0, count)
  const last = page.at(-1)
  const today = dayInVietnam(ctx.now())
  return {
    rows: page.map((row) => toRow(row, searched(query.q))),
    next:
      rows.length > count && last
        ? Buffer.from(JSON.stringify([last.started_at.toISOString(), last.encounter_id])).toString('base64url')
        : undefined,
    counts: await countByState(ctx),
    today,
    handInDays: completenessRule('AMB', today, completenessRules)?.handInDays,
  }
}

/** Looked through one by one before the index of words is asked. */
const nearby = 4000

const and = (conditions: readonly RawBuilder<unknown>[]) =>
  conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`

/**
 * What most records hold, like a family name, is found among the newest without the index of words, which would
 * give a hundred thousand rows to sort. What is rarer is left to that index, and to nothing beside it.
 */
async function newestFirst(ctx: Context, query: FindRecords, limit: number): Promise<RecordIndexTable[]> {
  const place = placeConditions(ctx, query)
  const words = wordConditions(query.q ?? '')
  const kind = kindConditions(query)
  if (words.length === 0) return read(ctx, sql`record_index where ${and([...place, ...kind])}`, limit)
  const near = await read(
    ctx,
    sql`(select * from record_index where ${and(place)}
      order by started_at desc, encounter_id desc limit ${nearby}) near where ${and([...words, ...kind])}`,
    limit,
  )
  if (near.length === limit) return near
  return read(
    ctx,
    sql`(select * from record_index where ${and(words)} offset 0) found where ${and([...place, ...kind])}`,
    limit,
  )
}

async function read(ctx: Context, from: RawBuilder<unknown>, limit: number): Promise<RecordIndexTable[]> {
  const { rows } = await sql<RecordIndexTable>`
    select *, due_on::text as due_on, kept_until::text as kept_until from ${from}
    order by started_at desc, encounter_id desc limit ${limit}`.execute(ctx.db)
  return rows
}

/** What the index in the order of time answers. */
function placeConditions(ctx: Context, query: FindRecords): RawBuilder<unknown>[] {
  return [
    sql`facility = ${ctx.facility}`,
    ...(query.from ? [sql`started_at >= ${`${query.from}T00:00:00+07:00`}::timestamptz`] : []),
    ...(query.to ? [sql`started_at < (${`${query.to}T00:00:00+07:00`}::timestamptz + interval '1 day')`] : []),
    ...after(query.cursor),
  ]
}

function kindConditions(query: FindRecords): RawBuilder<unknown>[] {
  const states = (query.state ?? '').split(',').filter((state) => recordStates.some((one) => one === state))
  return [
    ...(states.length > 0 ? [sql`state = any(${states}::text[])`] : []),
    ...(query.patient ? [sql`patient_id = ${query.patient}`] : []),
  ]
}

const searched = (q = '') => fold(q).split(' ').filter(Boolean)

/** Every word must stand somewhere in what a record is looked for by. */
const wordConditions = (q: string): RawBuilder<unknown>[] =>
  searched(q).map((word) => sql`words like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`)

function after(cursor: string | undefined): RawBuilder<unknown>[] {
  if (!cursor) return []
  const [at, id] = readCursor(cursor)
  return [sql`(started_at, encounter_id) < (${at}::timestamptz, ${id})`]
}

/** A cursor that is not ours begins from the start: there is nothing to protect in it. */
function readCursor(cursor: string): readonly [string, string] {
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  const parts = /^\["(\d{4}-\d\d-\d\dT[\d:.]+Z)","([A-Za-z0-9.-]{1,64})"\]$/.exec(text)
  return [parts?.[1] ?? '9999-12-31T00:00:00.000Z', parts?.[2] ?? '~']
}

/** What is under way of what the reader may see; the archive itself grows for ever and is not counted in passing. */
async function countByState(ctx: Context): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ state: string; ready: boolean; n: number }>`
    select i.state, i.ready, count(*)::int as n from record_index i
    where i.facility = ${ctx.facility} and i.state in ('finished', 'completed', 'submitted', 'accepted')
      and ${await maySee(ctx)} group by 1, 2`.execute(ctx.db)
  const counts: Record<string, number> = {}
  for (const row of rows) counts[row.state] = (counts[row.state] ?? 0) + row.n
  counts['ready'] = rows.find((row) => row.state === 'finished' && row.ready)?.n ?? 0
  return counts
}

async function maySee(ctx: Context): Promise<RawBuilder<unknown>> {
  const may = await ctx.access?.where(ctx, 'Encounter', sql`r`, { as: 'Chart' })
  if (!may) return sql`true`
  return sql`exists (select 1 from resource r where r.facility = ${ctx.facility} and r.type = ${typeNumber('Encounter')}
    and r.id = i.encounter_id and ${may})`
}

/** The menu says 99+ from here on; every screen asks, so no more are looked at. */
const mostOnBadge = 100

/** For the badge of the menu: records that are not in the archive yet, a hundred at most. */
export async function countWaiting(ctx: Context): Promise<{ readonly count: number }> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select from record_index i
      where i.facility = ${ctx.facility} and i.state in ('finished', 'completed', 'submitted', 'accepted')
        and ${await maySee(ctx)} limit ${mostOnBadge}) waiting`.execute(ctx.db)
  return { count: rows[0]?.n ?? 0 }
}

/** Not all of the words stand in what the record says of itself. */
function isFoundByScan(all: string, words: readonly string[]): boolean {
  const [own = ''] = all.split(recognisedMark)
  return words.some((word) => !own.includes(word))
}

export function toRow(row: RecordIndexTable, words: readonly string[] = []): RecordRow {
  return {
    id: row.encounter_id,
    number: row.record_number,
    archiveNumber: row.archive_number ?? undefined,
    state: row.state,
    patientId: row.patient_id,
    patientName: row.patient_name,
    mrn: row.mrn,
    bornOn: row.born_on ?? undefined,
    sex: row.sex ?? undefined,
    department: row.department,
    doctor: row.doctor_name,
    diagnosis: row.diagnosis,
    icd10: row.icd10,
    startedAt: instantInVietnam(row.started_at),
    endedAt: row.ended_at ? instantInVietnam(row.ended_at) : undefined,
    dueOn: row.due_on ?? undefined,
    archivedAt: row.archived_at ? instantInVietnam(row.archived_at) : undefined,
    keptUntil: row.kept_until ?? undefined,
    reopened: row.reopened,
    needed: row.needed,
    missing: row.missing,
    byScan: isFoundByScan(row.words, words),
  }
}
