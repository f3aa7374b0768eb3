import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { type ImportReport, importTable } from './import-table.ts'

const folder = fileURLToPath(new URL('../../../data/catalogues/', import.meta.url))

/** Read where it lies, not kept in the database. */
const notLists = /icd10\/synonyms\.tsv$/

/** Loads the lists of data/catalogues that this database has not seen. Harmless to repeat. */
export async function loadStarterCatalogues(ctx: Context): Promise<readonly ImportReport[]> {
  const files = globSync('*/*.tsv', { cwd: folder })
    .filter((file) => !notLists.test(file))
    .sort()
    .map((file) => ({
      path: folder + file,
      hash: createHash('sha256')
        .update(readFileSync(folder + file))
        .digest(),
    }))
  return inTransaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('starter catalogues'), ${tx.facility})`.execute(tx.db)
    const { rows } = await sql<{ hash: string }>`
      select encode(file_hash, 'hex') as hash from code_list_load where facility = ${tx.facility}`.execute(tx.db)
    const seen = new Set(rows.map((row) => row.hash))
    const reports: ImportReport[] = []
    for (const file of files)
      if (!seen.has(file.hash.toString('hex')))
        reports.push(await importTable(tx, file.path, { origin: 'starter' }))
    return reports
  })
}
