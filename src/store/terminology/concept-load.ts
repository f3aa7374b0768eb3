import { basename } from 'node:path'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { WordWriter } from './word-index.ts'

/** Lists that ship with the program, and those that a hospital loads itself. */
export type Origin = 'starter' | 'import'

/** One writing of entries into a list. */
export interface Load {
  readonly id: number
  readonly system: string
  readonly origin: Origin
  /** The list has no entries yet. */
  readonly isNew: boolean
  readonly words: WordWriter
}

export interface LoadTotals {
  readonly expected: number
  readonly processed: number
  readonly failed: number
  readonly added: number
  readonly closed: number
}

/** After so many new entries the planner is told at once what is there. */
const many = 1000

/** Two loads of one list go one after the other. */
export async function lockList(ctx: Context, list: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`code list ${list}`}), ${ctx.facility})`.execute(ctx.db)
}

export async function beginLoad(ctx: Context, path: string, system: string, origin: Origin): Promise<Load> {
  await lockList(ctx, system)
  const { rows } = await sql<{ id: number }>`
    insert into code_list_load (facility, system, file_name, file_hash, origin, actor, at)
    values (${ctx.facility}, ${system}, ${basename(path)}, ''::bytea, ${origin}, ${ctx.actor.id}, ${ctx.now()})
    returning id`.execute(ctx.db)
  const known = await sql`
    select from concept where facility = ${ctx.facility} and system = ${system} limit 1`.execute(ctx.db)
  return { id: rows[0]?.id ?? 0, system, origin, isNew: known.rows.length === 0, words: new WordWriter(system) }
}

export async function endLoad(
  ctx: Context,
  load: Load,
  totals: LoadTotals,
  hash: Buffer,
  note: () => Promise<void>,
): Promise<void> {
  await sql`
    update code_list_load set file_hash = ${hash}, expected = ${totals.expected}, processed = ${totals.processed},
      failed = ${totals.failed}, added = ${totals.added}, closed = ${totals.closed}
    where facility = ${ctx.facility} and id = ${load.id}`.execute(ctx.db)
  if (totals.added + totals.closed === 0) return
  await load.words.flush(ctx)
  await sql`
    insert into code_list (facility, system, revision, worded)
    values (${ctx.facility}, ${load.system}, ${load.id}, ${load.isNew})
    on conflict (facility, system) do update set revision = excluded.revision`.execute(ctx.db)
  if (totals.added >= many) await sql`select concept_settle()`.execute(ctx.db)
  await note()
}
