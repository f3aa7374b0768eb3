import { sql } from 'kysely'
import type { Db } from '#platform/context.ts'
import { exitErrors } from '../errors.ts'
import type { LeavingTable } from '../table-list.ts'

/** Tables in which something stands as soon as a hospital works with an installation. */
const tellWork = ['resource_version', 'account', 'audit_event', 'event_pack', 'ledger_position', 'record_index']

/** Stands among the files that are in when all that is here was compared with the export. */
const allCompared = 'manifest.json'

export interface Begun {
  readonly done: Set<string>
  /** Whether everything is in and was compared: what is left is the schema of this program. */
  readonly compared: boolean
}

/** Begins an import, or carries one on; answers which files are in already. */
export async function beginImport(
  owner: Db,
  facility: number,
  { manifest, schema }: { readonly manifest: string; readonly schema: readonly string[] },
  tables: readonly LeavingTable[],
): Promise<Begun> {
  const { rows } = await sql<{ manifest: string; begun_at: Date; ended_at: Date | null }>`
    select manifest, begun_at, ended_at from facility_import where facility = ${facility}`.execute(owner)
  const [begun] = rows
  if (begun?.ended_at) throw exitErrors.notEmpty({ what: 'facility_import' })
  if (begun && begun.manifest !== manifest) throw exitErrors.otherExport({ begun: begun.begun_at.toISOString() })
  const done = begun ? await filesIn(owner, facility) : new Set<string>()
  const compared = done.has(allCompared)
  if (!begun) await checkEmpty(owner)
  if (!compared) await checkSchema(owner, schema)
  if (begun) return { done, compared }
  await owner.transaction().execute(async (db) => {
    const names = tables.filter(({ treatment }) => treatment !== 'program').map(({ name }) => sql.table(name))
    await sql`truncate table ${sql.join(names)} cascade`.execute(db)
    await sql`insert into facility_import (facility, manifest, begun_at) values (${facility}, ${manifest}, now())`.execute(
      db,
    )
  })
  return { done, compared }
}

export async function noteCompared(owner: Db, facility: number): Promise<void> {
  await sql`insert into facility_import_file (facility, path) values (${facility}, ${allCompared})`.execute(owner)
}

async function filesIn(owner: Db, facility: number): Promise<Set<string>> {
  const { rows } = await sql<{ path: string }>`
    select path from facility_import_file where facility = ${facility}`.execute(owner)
  return new Set(rows.map(({ path }) => path))
}

/** What is here has the changes that the export has, no more and no less. */
async function checkSchema(owner: Db, theirs: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(owner)
  const ours = rows.map(({ name }) => name)
  if (ours.join() === theirs.toSorted().join()) return
  const odd = ours.findLast((name) => !theirs.includes(name)) ?? ours.at(-1)
  throw exitErrors.otherProgram({ theirs: theirs.at(-1) ?? '', ours: odd ?? '' })
}

async function checkEmpty(owner: Db): Promise<void> {
  for (const table of tellWork) {
    const { rows } = await sql<{ there: boolean }>`
      select exists (select from ${sql.table(table)}) as there`.execute(owner)
    if (rows[0]?.there) throw exitErrors.notEmpty({ what: table })
  }
}

/** Whether the import of a whole hospital was begun here and has not come to its end. */
export async function importUnderWay(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from facility_import where ended_at is null) as there`.execute(db)
  return rows[0]?.there ?? false
}
