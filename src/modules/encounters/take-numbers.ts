import { sql } from 'kysely'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { formatQueueNumber, formatRecordNumber } from './domain/queue-number.ts'

/**
 * The next number of a room's line. The row of the line stays locked until the transaction ends, so desks
 * that give out numbers at the same moment follow each other and no number is lost or given twice.
 */
export async function takeQueueNumber(ctx: Context, roomId: string, day: Day, kind: 'N' | 'P'): Promise<string> {
  const { rows } = await sql<{ last: number }>`
    insert into queue_number (facility, room_id, day, kind, last) values (${ctx.facility}, ${roomId}, ${day}, ${kind}, 1)
    on conflict (facility, room_id, day, kind) do update set last = queue_number.last + 1 returning last`.execute(
    ctx.db,
  )
  return formatQueueNumber(kind, rows[0]?.last ?? 1)
}

/** The next record number of the year. */
export async function takeRecordNumber(ctx: Context, day: Day): Promise<string> {
  const year = Number(day.slice(0, 4))
  const { rows } = await sql<{ last: number }>`
    insert into record_number (facility, year, last) values (${ctx.facility}, ${year}, 1)
    on conflict (facility, year) do update set last = record_number.last + 1 returning last`.execute(ctx.db)
  return formatRecordNumber(year, rows[0]?.last ?? 1)
}

/** The last numbers given out today, by room: `room-noi-2/N`. */
export async function lastNumbers(ctx: Context, day: Day): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ line: string; last: number }>`
    select room_id || '/' || kind as line, last from queue_number
    where facility = ${ctx.facility} and day = ${day}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.line, row.last]))
}
