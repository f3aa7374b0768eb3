import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { writeChanges } from './merge-rows.ts'

/**
 * Tables of modules that hold a patient's id and do not follow from resources by guards: they move with a merge.
 * A test compares this with the schema, so that no table is forgotten.
 */
export const tablesThatMove: readonly { readonly table: string; readonly key: string }[] = [
  { table: 'access_opening', key: 'id' },
  { table: 'prescription_code', key: 'code' },
  { table: 'queue_entry', key: 'encounter_id' },
  { table: 'record_loan', key: 'id' },
  { table: 'record_request', key: 'id' },
  { table: 'result_seen', key: 'result_id' },
  { table: 'scan', key: 'id' },
  { table: 'stay_transfer', key: 'encounter_id' },
]

/** Tables with a patient's id that are projections of resources, or that stay with the entry they were made for. */
export const tablesThatStay: Readonly<Record<string, string>> = {
  access_representative: 'noted for the entry that was shown; the record office notes the other entry itself',
  account: 'a portal account belongs to the entry it was opened for; the link leads on',
  incident_person: 'a line of the incident book, never changed: it names the entry whose data were touched',
  lab_work: 'written by the guards of the laboratory when the order is rewritten',
  medicine_order: 'written by the guards of module medicines when the order is rewritten',
  order_work: 'written by the guards of module orders when the order is rewritten',
  patient_index: 'written by the guard of module patients',
  record_index: 'written by the guard of module records; a closed record keeps the name it was closed under',
  stay: 'written by the guard of module ward when the stay is rewritten',
  stay_place: 'written by the guard of module ward when the stay is rewritten',
  stock_move: 'a line of the book of medicines, never changed: it names the entry that the dose was given to',
}

export async function moveRows(ctx: Context, mergeId: string, source: string, target: string): Promise<void> {
  for (const { table, key } of tablesThatMove) {
    const { rows } = await sql<{ id: string }>`
      update ${sql.table(table)} set patient_id = ${target}
      where facility = ${ctx.facility} and patient_id = ${source} returning ${sql.ref(key)}::text as id`.execute(
      ctx.db,
    )
    const ids = [...new Set(rows.map((row) => row.id))]
    await writeChanges(
      ctx,
      mergeId,
      ids.map((id) => ({ type: table, id, how: 'row', version: 0, places: [] })),
    )
  }
}

/** Back to the source, only the rows that the merge moved. */
export async function moveRowsBack(
  ctx: Context,
  moved: readonly { readonly type: string; readonly id: string }[],
  source: string,
  target: string,
): Promise<void> {
  for (const { table, key } of tablesThatMove) {
    const ids = moved.filter((row) => row.type === table).map((row) => row.id)
    if (ids.length === 0) continue
    await sql`
      update ${sql.table(table)} set patient_id = ${source}
      where facility = ${ctx.facility} and patient_id = ${target} and ${sql.ref(key)}::text = any(${ids})`.execute(
      ctx.db,
    )
  }
}
