import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** How many leaves have their place, and how many wait for the end of a transaction or the next turn of ordering. */
export async function readSize(ctx: Context): Promise<{ readonly size: number; readonly waiting: number }> {
  const { rows } = await sql<{ size: number; waiting: number }>`
    select coalesce(s.size, 0) as size, (
      select count(*)::int from ledger_waiting w where w.facility = f.id) as waiting
    from facility f left join ledger_state s on s.facility = f.id where f.id = ${ctx.facility}`.execute(ctx.db)
  return rows[0] ?? { size: 0, waiting: 0 }
}

/** Hashes of leaves in their order. */
export async function listLeafHashes(ctx: Context, from: number, count: number): Promise<readonly Buffer[]> {
  const { rows } = await sql<{ leaf_hash: Buffer }>`
    select p.leaf_hash from ledger_position p
    where p.facility = ${ctx.facility} and p.position >= ${from} and p.position < ${from + count}
    order by p.position`.execute(ctx.db)
  return rows.map((row) => row.leaf_hash)
}
