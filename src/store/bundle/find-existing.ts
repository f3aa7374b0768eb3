import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import type { Entry } from './entries.ts'

/** Which of the resources that entries want to create are stored already, as `Type/id`. */
export async function findExisting(ctx: Context, entries: readonly Entry[]): Promise<ReadonlySet<string>> {
  const own = entries.filter((entry) => entry.method === 'POST' && typeof entry.resource?.id === 'string')
  if (own.length === 0) return new Set()
  const { rows } = await sql<{ n: number }>`
    select n from store_find(${ctx.facility}, ${own.map((e) => typeNumber(e.type))}::smallint[],
      ${own.map((e) => e.resource?.id)}::text[], ${own.map(() => null)}::integer[])`.execute(ctx.db)
  return new Set(rows.map(({ n }) => `${own[n - 1]?.type}/${own[n - 1]?.resource?.id}`))
}
