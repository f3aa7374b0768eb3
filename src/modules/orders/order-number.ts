import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'

/** The next number of an ordering act: `261123-0012`, counted anew each day in the facility. */
export async function nextOrderNumber(ctx: Context): Promise<string> {
  const day = dayInVietnam(ctx.now())
  const { rows } = await sql<{ last: number }>`
    insert into order_counter as counter (facility, day, last) values (${ctx.facility}, ${day}::date, 1)
    on conflict (facility, day) do update set last = counter.last + 1
    returning last`.execute(ctx.db)
  return `${day.slice(2).replaceAll('-', '')}-${String(rows[0]?.last ?? 0).padStart(4, '0')}`
}
