import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'

/** The types of which the facility has resources: one look into the key per type. */
export async function presentTypes(ctx: Context): Promise<readonly string[]> {
  const { rows } = await sql<{ type: number }>`
    with recursive present as (
      (select type from resource where facility = ${ctx.facility} order by type limit 1)
      union all
      select (select r.type from resource r where r.facility = ${ctx.facility} and r.type > p.type order by r.type limit 1)
      from present p where p.type is not null)
    select type from present where type is not null`.execute(ctx.db)
  return rows.map((row) => structures.resourceTypeName(row.type))
}
