import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'

/** Which of these leaves are of versions that were erased by an approved list of destruction, with its number. */
export async function erasedBy(ctx: Context, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ seq: number; list: string }>`
    select e.seq, 'TH/' || lpad(d.number::text, 4, '0') as list
    from unnest(${[...seqs]}::bigint[]) as k(seq)
    join record_erased e on e.facility = ${ctx.facility} and e.seq = k.seq
    join record_destruction d on d.facility = e.facility and d.id = e.destruction_id`.execute(ctx.db)
  return new Map(rows.map(({ seq, list }) => [seq, list]))
}

/** Every version whose bytes were erased, with its record and the list of destruction. */
export async function listErased(
  ctx: Context,
): Promise<readonly { readonly version: string; readonly record: string; readonly list: string }[]> {
  const { rows } = await sql<{ type: number; id: string; version: number; record: string; list: string }>`
    select e.type, e.id, e.version, 'Encounter/' || e.encounter_id as record, e.destruction_id::text as list
    from record_erased e where e.facility = ${ctx.facility} order by e.seq`.execute(ctx.db)
  return rows.map(({ type, id, version, record, list }) => ({
    version: `${structures.resourceTypeName(type)}/${id}/_history/${version}`,
    record,
    list,
  }))
}
