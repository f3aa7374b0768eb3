import { sql } from 'kysely'
import { type Day, dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { type Concept, toConcept } from './concept.ts'
import type { ConceptRow } from './tables.ts'

/** The entry of a code on a day (today when absent); undefined when the list has none in force. */
export async function findConcept(
  ctx: Context,
  system: string,
  code: string,
  day: Day = dayInVietnam(ctx.now()),
): Promise<Concept | undefined> {
  const { rows } = await sql<ConceptRow>`
    select facility, system, code, valid_from::text, load, valid_to::text, replaced_by, name, name_en, synonyms, parent,
           position, details, origin, row_hash
    from concept
    where facility = ${ctx.facility} and system = ${system} and code = ${code} and replaced_by is null
      and valid_from <= ${day} and (valid_to is null or valid_to >= ${day})
    order by valid_from desc limit 1`.execute(ctx.db)
  return rows[0] && toConcept(rows[0])
}
