import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Place } from './references.ts'

export interface MergeRow {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly at: Date
  readonly source_version: number
  readonly target_version: number
}

export interface ChangeRow {
  readonly type: string
  readonly id: string
  readonly how: 'rewritten' | 'refiled' | 'row'
  readonly version: number
  readonly places: readonly Place[]
}

/** The merge by which a patient went into another, unless it was undone. */
export async function openMergeOf(ctx: Context, source: string): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`
    select id, source, target, at, source_version, target_version from patient_merge
    where facility = ${ctx.facility} and source = ${source} and undone_at is null`.execute(ctx.db)
  return rows[0]
}

/** A merge by its id, unless it was undone. */
export async function findMerge(ctx: Context, id: string): Promise<MergeRow | undefined> {
  const { rows } = await sql<MergeRow>`
    select id, source, target, at, source_version, target_version from patient_merge
    where facility = ${ctx.facility} and id = ${id} and undone_at is null`.execute(ctx.db)
  return rows[0]
}

export async function recentMerges(ctx: Context, since: Date): Promise<readonly MergeRow[]> {
  const { rows } = await sql<MergeRow>`
    select id, source, target, at, source_version, target_version from patient_merge
    where facility = ${ctx.facility} and undone_at is null and at >= ${since} order by at`.execute(ctx.db)
  return rows
}

export async function writeChanges(ctx: Context, mergeId: string, changes: readonly ChangeRow[]): Promise<void> {
  if (changes.length === 0) return
  await sql`
    insert into patient_merge_change (facility, merge_id, type, id, how, version, places)
    select ${ctx.facility}, ${mergeId}, x.type, x.id, x.how, x.version, x.places
    from json_to_recordset(${JSON.stringify(changes)}::json)
      as x(type text, id text, how text, version integer, places jsonb)
    on conflict (facility, merge_id, type, id) do update
      set how = excluded.how, version = excluded.version, places = excluded.places`.execute(ctx.db)
}

export async function readChanges(ctx: Context, mergeId: string): Promise<readonly ChangeRow[]> {
  const { rows } = await sql<ChangeRow>`
    select type, id, how, version, places from patient_merge_change
    where facility = ${ctx.facility} and merge_id = ${mergeId} order by type, id`.execute(ctx.db)
  return rows
}
