import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { GrowthDay } from './contract.ts'

const days = 31

/** How the ledger grew, day by day in Vietnam, as its signed heads tell; newest first. */
export async function growth(ctx: Context): Promise<readonly GrowthDay[]> {
  const { rows } = await sql<GrowthDay>`
    with daily as (
      select (h.at at time zone 'Asia/Ho_Chi_Minh')::date as day, max(h.size) as size, count(*)::int as heads
      from signed_head h where h.facility = ${ctx.facility} group by 1 order by 1 desc limit ${days + 1})
    select d.day::text as day, d.size, d.heads, d.size - coalesce(lag(d.size) over (order by d.day), 0) as grown
    from daily d order by d.day desc limit ${days}`.execute(ctx.db)
  return rows
}
