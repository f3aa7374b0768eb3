import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { sql } from 'kysely'
import {
  type ListedFile,
  noting,
  type Put,
  putSealedHeads,
  rootAt,
  sealExport,
  signThis,
} from '#modules/ledger/index.ts'
import type { Context, Db } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { countLeaves, sequenceUntil } from '#store/ledger/sequence.ts'
import { schemaFiles } from './describe.ts'
import { type FacilityCounts, facilityFiles } from './facility-files.ts'
import { closeJournal, journalName, openJournal } from './journal.ts'

export interface WholeExport extends FacilityCounts {
  readonly files: number
  readonly rows: number
  readonly bytes: number
  /** Stretches of the ledger that were there from an export that was broken off. */
  readonly kept: number
}

export type Step = (what: string, done: number, of: number) => void

/**
 * The whole facility, as of one moment, while the system runs: the ledger with all that it is of, and the rows of every
 * table that leaves the house. Form: docs/operations/exit.md.
 * @param owner the database as the owner of the tables
 */
export async function exportAll(
  ctx: Context,
  owner: Db,
  folder: string,
  step: Step,
  { bytesPerFile }: { readonly bytesPerFile?: number } = {},
): Promise<WholeExport> {
  await mkdir(folder, { recursive: true })
  await sequenceUntil(ctx, await countLeaves(ctx))
  const put = inFolder(folder)
  const listed: ListedFile[] = []
  const keep = noting(put, listed)
  const { counts, kept, migrations } = await owner
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (db) => {
      const at: Context = { ...ctx, db }
      await sql`set transaction read only`.execute(db)
      const journal = await openJournal(at, folder, put, listed)
      const found = await facilityFiles(at, { put: keep, step, bytesPerFile, around: journal.around })
      for (const [path, bytes] of await schemaFiles(at, found)) await keep(path, bytes)
      const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db)
      return { counts: found, kept: journal.kept, migrations: rows.map(({ name }) => name) }
    })
  step('seal', 0, 1)
  const root = Buffer.from(await rootAt(ctx, counts.size), 'hex')
  await signThis(ctx, { size: counts.size, root, at: ctx.now() }, 'export')
  await putSealedHeads(ctx, keep, counts.size)
  await sealExport(ctx, put, listed, { schema: migrations.at(-1) ?? '', tables: counts.tables })
  await sweep(folder, new Set(listed.map(({ path }) => path)))
  await closeJournal(folder)
  const rows = Object.values(counts.tables).reduce((sum, n) => sum + n, 0)
  const bytes = listed.reduce((sum, { size }) => sum + size, 0)
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    detail: { kind: 'facility', size: counts.size, files: listed.length, rows },
  })
  return { ...counts, files: listed.length, rows, bytes, kept }
}

/** A file is there whole or not at all, wherever the export is broken off. */
function inFolder(folder: string): Put {
  return async (path, bytes) => {
    const place = join(folder, path)
    await mkdir(dirname(place), { recursive: true })
    await writeFile(`${place}.part`, bytes)
    await rename(`${place}.part`, place)
  }
}

/** What an export that was broken off has left and this one does not hold. */
async function sweep(folder: string, listed: ReadonlySet<string>): Promise<void> {
  const own = new Set(['manifest.json', 'manifest.json.p7s', journalName])
  for (const one of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(one.parentPath, one.name)).split(sep).join('/')
    if (one.isFile() && !listed.has(path) && !own.has(path)) await rm(join(folder, path))
  }
}
