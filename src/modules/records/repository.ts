import { type Kysely, sql } from 'kysely'
import type { RecordState } from '#fhir/systems.ts'
import type { Context, Db } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'
import type { Need } from './domain/completeness.ts'
import { recordErrors } from './errors.ts'

export interface RecordIndexTable {
  facility: number
  encounter_id: string
  record_number: string
  archive_number: string | null
  state: RecordState
  kind: string
  patient_id: string
  patient_name: string
  patient_fold: string
  mrn: string
  born_on: string | null
  sex: string | null
  department: string
  doctor_id: string | null
  doctor_name: string
  doctor_fold: string
  icd10: readonly string[]
  diagnosis: string
  words: string
  started_at: Date
  ended_at: Date | null
  due_on: string | null
  archived_at: Date | null
  kept_until: string | null
  reopened: boolean
  needed: number
  missing: readonly Need[]
  dirty: boolean
}
type Tables = {
  record_index: RecordIndexTable
}

export function tables(db: Db): Kysely<Tables> {
  return db.withTables<Tables>()
}

type Known =
  | 'encounter_id'
  | 'record_number'
  | 'archive_number'
  | 'state'
  | 'kind'
  | 'patient_id'
  | 'started_at'
  | 'ended_at'

/** @returns the statement that writes what the Encounter itself says; the rest is filled before it is read */
export function recordIndexed(ctx: Context, row: Pick<RecordIndexTable, Known>): Statement {
  return {
    name: 'records_indexed',
    taken: () => recordErrors.numberTaken({ number: row.record_number }),
    text: `insert into record_index (facility, encounter_id, record_number, archive_number, state, kind, patient_id, started_at, ended_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      on conflict (facility, encounter_id) do update set
        record_number = excluded.record_number, archive_number = excluded.archive_number, state = excluded.state,
        kind = excluded.kind, patient_id = excluded.patient_id, started_at = excluded.started_at,
        ended_at = excluded.ended_at, dirty = true`,
    values: [
      ...[ctx.facility, row.encounter_id, row.record_number, row.archive_number, row.state, row.kind],
      ...[row.patient_id, row.started_at, row.ended_at],
    ],
  }
}

/** @returns statements that mark the rows of records as to be looked at again */
export function dirtyMarked(
  ctx: Context,
  of: { readonly encounterIds: readonly string[]; readonly patientIds: readonly string[] },
): readonly Statement[] {
  const by = (column: 'encounter_id' | 'patient_id', ids: readonly string[]): readonly Statement[] => {
    if (ids.length === 0) return []
    const text = `update record_index set dirty = true where facility = $1 and ${column} = any($2) and not dirty`
    return [{ name: `records_dirty_by_${column}`, text, values: [ctx.facility, ids] }]
  }
  return [...by('encounter_id', of.encounterIds), ...by('patient_id', of.patientIds)]
}

/** Rows to look at again; locked, so that two readers do not do the same work. */
export function takeDirty(ctx: Context, limit: number) {
  return tables(ctx.db)
    .selectFrom('record_index')
    .select(['encounter_id'])
    .where('facility', '=', ctx.facility)
    .where('dirty', '=', true)
    .orderBy('encounter_id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

export async function fillRow(
  ctx: Context,
  encounterId: string,
  row: Omit<RecordIndexTable, 'facility' | 'dirty' | Known>,
): Promise<void> {
  const { missing, icd10, ...plain } = row
  await tables(ctx.db)
    .updateTable('record_index')
    .set({
      ...plain,
      icd10: sql`${[...icd10]}::text[]`,
      missing: sql`${JSON.stringify(missing)}::jsonb`,
      dirty: false,
    })
    .where('facility', '=', ctx.facility)
    .where('encounter_id', '=', encounterId)
    .execute()
}

/** The next number of the archive in a year: `LT26/000001`. */
export async function takeArchiveNumber(ctx: Context, year: number): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into record_archive_number (facility, year, last) values (${ctx.facility}, ${year}, 1)
    on conflict (facility, year) do update set last = record_archive_number.last + 1
    returning last`.execute(ctx.db)
  return `LT${String(year).slice(2)}/${String(rows[0]?.last ?? 1).padStart(6, '0')}`
}

export async function readRow(ctx: Context, encounterId: string): Promise<RecordIndexTable | undefined> {
  const { rows } = await sql<RecordIndexTable>`
    select *, due_on::text as due_on, kept_until::text as kept_until from record_index
    where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(ctx.db)
  return rows[0]
}
