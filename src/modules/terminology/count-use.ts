import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'

/** Where the actor works: departments by code, and the room when one is told. */
function placesOf(ctx: Context, room: string | undefined): readonly string[] {
  return [...new Set([...(room ? [room] : []), ...ctx.actor.departments])]
}

/** Notes that codes were chosen, so that they come first the next time. Call it once per saved act. */
export async function countUse(
  ctx: Context,
  system: string,
  codes: readonly string[],
  room?: string,
): Promise<void> {
  const places = placesOf(ctx, room)
  const chosen = [...new Set(codes)].sort()
  if (places.length === 0 || chosen.length === 0) return
  await sql`
    insert into concept_use (facility, place, system, code, uses, last_day)
    select ${ctx.facility}, place, ${system}, code, 1, ${dayInVietnam(ctx.now())}::date
    from unnest(${[...places].sort()}::text[]) place cross join unnest(${chosen}::text[]) code
    on conflict (facility, place, system, code)
    do update set uses = concept_use.uses + 1, last_day = excluded.last_day`.execute(ctx.db)
}

/** How often each code was chosen where the actor works; the room counts double. */
export async function usesHere(ctx: Context, system: string, room?: string): Promise<ReadonlyMap<string, number>> {
  const places = placesOf(ctx, room)
  if (places.length === 0) return new Map()
  const { rows } = await sql<{ code: string; uses: number }>`
    select code, sum(uses)::int as uses from concept_use
    where facility = ${ctx.facility} and system = ${system} and place = any(${places})
    group by code order by uses desc limit 500`.execute(ctx.db)
  return new Map(rows.map((row) => [row.code, row.uses]))
}
