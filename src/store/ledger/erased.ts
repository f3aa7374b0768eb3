import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** Which of these leaves are of versions that were erased by an approved list of destruction, with its number. */
export async function erasedBy(ctx: Context, seqs: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await sql<{ seq: number; list: string }>`
    select e.seq, 'TH/' || lpad(d.number::text, 4, '0') as list
    from unnest(${[...seqs]}::bigint[]) as k(seq)
    join record_erased e on e.facility = ${ctx.facility} and e.seq = k.seq
    join record_destruction d on d.facility = e.facility and d.id = e.destruction_id`.execute(ctx.db)
  return new Map(rows.map(({ seq, list }) => [seq, list]))
}
