import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, finding, levelBelow } from '#platform/finding.ts'

const limits = { amber: 60, red: 0 }
const dayMs = 86_400_000

/** Code lists of which no entry is in force without an end: the last day of each that is near or over. */
export async function listFindings(ctx: Context): Promise<readonly Finding[]> {
  const { rows } = await sql<{ system: string; last: string | null }>`
    select s.system, (select max(c.valid_to)::text from concept c
      where c.facility = ${ctx.facility} and c.system = s.system and c.replaced_by is null) as last
    from (select distinct system from code_list_load where facility = ${ctx.facility}) s
    where not exists (select from concept c where c.facility = ${ctx.facility} and c.system = s.system
      and c.replaced_by is null and c.valid_to is null)`.execute(ctx.db)
  const today = Date.parse(dayInVietnam(ctx.now()))
  const ending = rows.flatMap(({ system, last }) => {
    const days = last === null ? limits.amber : Math.round((Date.parse(last) - today) / dayMs)
    return days < limits.amber
      ? [finding(`list ${system}`, levelBelow(days, limits), 'listEnds', { system, last: last ?? '', days })]
      : []
  })
  return ending.length > 0 ? ending : [finding('list', 'green', 'listsWell')]
}
