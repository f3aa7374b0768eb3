import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** Linux tells processor time in hundredths of a second. */
const ticks = 100

/** Fields of /proc/<pid>/stat behind the name, which may hold blanks. */
function statOf(pid: string | number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
  } catch {
    return []
  }
}

const sum = (fields: readonly (string | undefined)[]) =>
  fields.reduce((total, field) => total + Number(field ?? 0) / ticks, 0)

/** Processor seconds that PostgreSQL has used since its start; 0 where there is no /proc. */
export async function databaseSeconds(ctx: Context): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ctx.db)
  const postmaster = statOf(rows[0]?.pid ?? 0)[1]
  if (postmaster === undefined) return 0
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && statOf(name)[1] === postmaster)
  const alive = children.map((pid) => sum(statOf(pid).slice(11, 13)))
  return alive.reduce((total, one) => total + one, sum(statOf(postmaster).slice(11, 15)))
}
