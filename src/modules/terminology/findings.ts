import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, finding, levelBelow } from '#platform/finding.ts'

const limits = { amber: 60, red: 0 }
const dayMs = 86_400_000

const asWritten = (day: string) => day.split('-').reverse().join('/')

/**
 * Code lists of which no entry is in force without an end: the last day of each that is near or over. A list that had
 * ended before it was loaded is history, kept to read old papers by, and wants nothing.
 */
export async function listFindings(ctx: Context): Promise<readonly Finding[]> {
  const { rows } = await sql<{ system: string; loaded: Date; last: string | null }>`
    select s.system, s.loaded, (select max(c.valid_to)::text from concept c
      where c.facility = ${ctx.facility} and c.system = s.system and c.replaced_by is null) as last
    from (select system, max(at) as loaded from code_list_load where facility = ${ctx.facility} group by 1) s
    where not exists (select from concept c where c.facility = ${ctx.facility} and c.system = s.system
      and c.replaced_by is null and c.valid_to is null)`.execute(ctx.db)
  const today = Date.parse(dayInVietnam(ctx.now()))
  const ending = rows.flatMap(({ system, loaded, last }) => {
    if (last === null || last < dayInVietnam(loaded)) return []
    const days = Math.round((Date.parse(last) - today) / dayMs)
    if (days >= limits.amber) return []
    const details = { system, last: asWritten(last), days }
    return [finding(`list ${system}`, levelBelow(days, limits), days < 0 ? 'listEnded' : 'listEnds', details)]
  })
  return ending.length > 0 ? ending : [finding('lists', 'green', 'listsWell')]
}
