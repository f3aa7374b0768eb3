import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { personOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import type { ScanView } from './contract.ts'

export interface ScanRow {
  readonly id: string
  readonly encounter_id: string
  readonly patient_id: string
  readonly name: string
  readonly original: string
  readonly clean: string
  readonly pages: number
  readonly state: ScanView['state']
  readonly uploaded_by: string
  readonly uploaded_name: string
  readonly uploaded_at: Date
  readonly form: string | null
  readonly title: string | null
  readonly dated_on: string | null
  readonly indexed_by: string | null
  readonly indexed_name: string | null
  readonly checked_name: string | null
  readonly checked_at: Date | null
  readonly note: string | null
  readonly document_id: string | null
}

export async function lockScan(ctx: Context, id: string): Promise<ScanRow | undefined> {
  const { rows } = await sql<ScanRow>`
    select *, dated_on::text as dated_on from scan
    where facility = ${ctx.facility} and id = ${id}::uuid for update`.execute(ctx.db)
  return rows[0]
}

/** Scans under way, or all of a record, the newest first. */
export async function listScans(ctx: Context, encounterId?: string): Promise<readonly ScanView[]> {
  const { rows } = await sql<ScanRow & { record_number: string | null; patient_name: string | null }>`
    select s.*, s.dated_on::text as dated_on, i.record_number, i.patient_name from scan s
    left join record_index i on i.facility = s.facility and i.encounter_id = s.encounter_id
    where s.facility = ${ctx.facility}
      ${encounterId ? sql`and s.encounter_id = ${encounterId}` : sql`and s.state in ('uploaded', 'indexed')`}
    order by s.uploaded_at desc limit 200`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    encounterId: row.encounter_id,
    recordNumber: row.record_number ?? '',
    patientName: row.patient_name ?? '',
    name: row.name,
    pages: row.pages,
    state: row.state,
    title: row.title ?? undefined,
    form: row.form ?? undefined,
    datedOn: row.dated_on ?? undefined,
    uploadedBy: row.uploaded_name,
    uploadedAt: instantInVietnam(row.uploaded_at),
    indexedBy: row.indexed_name ?? undefined,
    checkedBy: row.checked_name ?? undefined,
    checkedAt: row.checked_at ? instantInVietnam(row.checked_at) : undefined,
    note: row.note ?? undefined,
    documentId: row.document_id ?? undefined,
    original: row.original,
    own: [row.uploaded_by, row.indexed_by].includes(personOf(ctx)),
  }))
}
