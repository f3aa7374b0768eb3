import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import type { Facts, Grade } from './contract.ts'

export interface DrillRow {
  readonly id: string
  readonly scenario: string
  readonly planned_at: Date
  readonly staged_at: Date | null
  /** With the session and account as the server found them. */
  readonly facts: (Facts & { readonly session?: string; readonly accountId?: string }) | null
  readonly grade: Grade | null
  readonly minutes: string | null
}

/** A drill by its id, or the last one that was staged. */
export async function readDrill(ctx: Context, id: string): Promise<DrillRow> {
  const { rows } = await sql<DrillRow>`
    select * from incident_drill where facility = ${ctx.facility}
      and ${id === 'last' ? sql`staged_at is not null` : sql`id = ${id}::uuid`}
    order by planned_at desc limit 1`.execute(ctx.db)
  if (!rows[0]) throw commonErrors.notFound({ type: 'Drill', id })
  return rows[0]
}
