import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { DrillMinutes, DrillRow } from './contract.ts'

interface Row {
  readonly id: string
  readonly at: Date
  readonly ok: boolean
  readonly copy: string
  readonly minutes: DrillMinutes
  readonly paper: string | null
}

export async function listDrills(ctx: Context, count: number): Promise<readonly DrillRow[]> {
  const { rows } = await sql<Row>`
    select id, at, ok, copy, minutes, paper from backup_drill
    where facility = ${ctx.facility} order by at desc limit ${count}`.execute(ctx.db)
  return rows.map(({ at, paper, ...row }) => ({ ...row, at: at.toISOString(), sealed: paper !== null }))
}

export async function paperOfDrill(ctx: Context, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ paper: string | null }>`
    select paper from backup_drill where facility = ${ctx.facility} and id = ${id}`.execute(ctx.db)
  return rows[0]?.paper ?? undefined
}

export async function keepDrill(
  ctx: Context,
  drill: { readonly id: string; readonly minutes: DrillMinutes; readonly paper: string | undefined },
): Promise<void> {
  const { id, minutes, paper } = drill
  await sql`insert into backup_drill (facility, id, at, ok, copy, minutes, paper)
    values (${ctx.facility}, ${id}, ${ctx.now()}, ${minutes.ok}, ${minutes.copy}, ${JSON.stringify(minutes)}::jsonb,
      ${paper ?? null})`.execute(ctx.db)
}
