import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures, typeNumber } from '../definitions.ts'
import type { Entry } from './entries.ts'

/** Which of the resources that entries want to create are stored already, as `Type/id`. */
export async function findExisting(ctx: Context, entries: readonly Entry[]): Promise<ReadonlySet<string>> {
  const own = entries.filter((entry) => entry.method === 'POST' && typeof entry.resource?.id === 'string')
  if (own.length === 0) return new Set()
  const { rows } = await sql<{ type: number; id: string }>`
    select r.type, r.id
    from unnest(${own.map((e) => typeNumber(e.type))}::smallint[], ${own.map((e) => e.resource?.id)}::text[]) as x(type, id)
    join resource r on r.facility = ${ctx.facility} and r.type = x.type and r.id = x.id`.execute(ctx.db)
  return new Set(rows.map((row) => `${structures.resourceTypeName(row.type)}/${row.id}`))
}
