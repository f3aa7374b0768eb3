import { type Kysely, sql } from 'kysely'
import type { Context, Db } from '#platform/context.ts'
import type { WorkState } from './domain/work-state.ts'

export interface LabWorkTable {
  facility: number
  request_id: string
  requisition: string
  patient_id: string
  encounter_id: string | null
  code: string
  name: string
  lab_group: string
  urgent: boolean
  request_status: string
  expected: number
  state: WorkState
  ordered_at: Date
  requester_id: string | null
  requester_name: string | null
  changed_at: Date
}
export interface LabTubeTable {
  facility: number
  specimen_id: string
  accession: string | null
  kind: string
  requests: string[]
  status: string
  collected_at: Date | null
  received_at: Date | null
}
export interface LabResultTable {
  facility: number
  observation_id: string
  request_id: string
  code: string
  status: string
  flag: string | null
  validated: boolean
  call_id: string | null
  called_at: Date | null
  confirmed_at: Date | null
}
interface LabAccessionTable {
  facility: number
  day: string
  last: number
}
type Tables = {
  lab_work: LabWorkTable
  lab_tube: LabTubeTable
  lab_result: LabResultTable
  lab_accession: LabAccessionTable
}

export function tables(db: Db): Kysely<Tables> {
  return db.withTables<Tables>()
}

export function upsertWork(ctx: Context, row: Omit<LabWorkTable, 'facility' | 'state' | 'changed_at'>) {
  const kept = { ...row, changed_at: ctx.now() }
  return tables(ctx.db)
    .insertInto('lab_work')
    .values({ ...kept, facility: ctx.facility, state: 'ordered' })
    .onConflict((conflict) => conflict.columns(['facility', 'request_id']).doUpdateSet(kept))
    .execute()
}

export function setState(ctx: Context, requestId: string, state: WorkState) {
  return tables(ctx.db)
    .updateTable('lab_work')
    .set({ state, changed_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('request_id', '=', requestId)
    .where('state', '<>', state)
    .execute()
}

export function upsertTube(ctx: Context, row: Omit<LabTubeTable, 'facility'>) {
  return tables(ctx.db)
    .insertInto('lab_tube')
    .values({ ...row, facility: ctx.facility })
    .onConflict((conflict) => conflict.columns(['facility', 'specimen_id']).doUpdateSet(row))
    .execute()
}

export function upsertResult(
  ctx: Context,
  row: Pick<LabResultTable, 'observation_id' | 'request_id' | 'code' | 'status' | 'flag' | 'validated'>,
) {
  return tables(ctx.db)
    .insertInto('lab_result')
    .values({ ...row, facility: ctx.facility })
    .onConflict((conflict) => conflict.columns(['facility', 'observation_id']).doUpdateSet(row))
    .execute()
}

export function removeResult(ctx: Context, observationId: string) {
  return tables(ctx.db)
    .deleteFrom('lab_result')
    .where('facility', '=', ctx.facility)
    .where('observation_id', '=', observationId)
    .execute()
}

/** Notes that a critical result was called through, or confirmed by a doctor. */
export function markCall(
  ctx: Context,
  observationId: string,
  call: Partial<Pick<LabResultTable, 'call_id' | 'called_at' | 'confirmed_at'>>,
) {
  return tables(ctx.db)
    .updateTable('lab_result')
    .set(call)
    .where('facility', '=', ctx.facility)
    .where('observation_id', '=', observationId)
    .execute()
}

export function findWork(ctx: Context, requestIds: readonly string[]) {
  if (requestIds.length === 0) return Promise.resolve([])
  return tables(ctx.db)
    .selectFrom('lab_work')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('request_id', 'in', requestIds)
    .execute()
}

/** The requests of a requisition, in the order they were made. */
export function workOfRequisition(ctx: Context, requisition: string) {
  return tables(ctx.db)
    .selectFrom('lab_work')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('requisition', '=', requisition)
    .orderBy('ordered_at')
    .orderBy('request_id')
    .execute()
}

/** The same, locked until the transaction ends: two technicians at one requisition follow each other. */
export function lockRequisition(ctx: Context, requisition: string) {
  return tables(ctx.db)
    .selectFrom('lab_work')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('requisition', '=', requisition)
    .orderBy('request_id')
    .forUpdate()
    .execute()
}

export function tubesOf(ctx: Context, requestIds: readonly string[]) {
  if (requestIds.length === 0) return Promise.resolve([])
  return tables(ctx.db)
    .selectFrom('lab_tube')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where(sql<boolean>`requests && ${[...requestIds]}::text[]`)
    .orderBy('collected_at', 'desc')
    .execute()
}

export function findTube(ctx: Context, accession: string) {
  return tables(ctx.db)
    .selectFrom('lab_tube')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('accession', '=', accession)
    .executeTakeFirst()
}

export function resultsOf(ctx: Context, requestIds: readonly string[]) {
  if (requestIds.length === 0) return Promise.resolve([])
  return tables(ctx.db)
    .selectFrom('lab_result')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('request_id', 'in', requestIds)
    .execute()
}

export function findResults(ctx: Context, observationIds: readonly string[]) {
  if (observationIds.length === 0) return Promise.resolve([])
  return tables(ctx.db)
    .selectFrom('lab_result')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('observation_id', 'in', observationIds)
    .execute()
}

/** Takes running numbers of the day; the row stays locked until the transaction ends, so none is lost. */
export async function takeAccessions(ctx: Context, day: string, count: number): Promise<readonly number[]> {
  const { rows } = await sql<{ last: number }>`
    insert into lab_accession (facility, day, last) values (${ctx.facility}, ${day}, ${count})
    on conflict (facility, day) do update set last = lab_accession.last + excluded.last
    returning last`.execute(ctx.db)
  const last = rows[0]?.last ?? count
  return Array.from({ length: count }, (_, at) => last - count + 1 + at)
}
