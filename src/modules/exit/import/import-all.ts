import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type HospitalVerdict, verifyHospital } from '#modules/signing/index.ts'
import type { Context, Db } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { orderLeaves } from '#store/ledger/sequence.ts'
import { exitErrors } from '../errors.ts'
import type { Step } from '../export/export-all.ts'
import { type LeavingTable, leavingTables } from '../table-list.ts'
import { beginImport, noteCompared } from './begin.ts'
import { type ExportFolder, openExport, schemaOfExport } from './export-folder.ts'
import { compareAll, isDocument, isMade, keepRoots, loadDocuments, setCounters } from './finish.ts'
import { type Loading, loadTables } from './load-tables.ts'

type Trust = NonNullable<Parameters<typeof verifyHospital>[1]>

export interface WholeImport {
  readonly facility: string
  readonly rows: number
  readonly tables: number
  readonly documents: number
  readonly entries: number
  /** Files that were made again from what is here now, each with the hash that the export tells. */
  readonly equal: number
  /** Certificates that the seal and the signatures lead to, and whether they were given or came with the export. */
  readonly roots: HospitalVerdict['roots']
  readonly trust: HospitalVerdict['trust']
}

export interface Importing {
  readonly trust?: Trust | undefined
  readonly step: Step
  /** Changes the schema of an older export to that of this program, once everything is in and was compared. */
  toPresent?(): Promise<void>
}

/**
 * Takes a whole export into an empty installation, and proves that what is here then is what left: every file of the
 * export is made again and has its hash, in the schema that it left with. Broken off at any place, it goes on when it is
 * called again.
 */
export async function importAll(
  ctx: Context,
  owner: Db,
  folder: string,
  { trust, step, toPresent = async () => {} }: Importing,
): Promise<WholeImport> {
  const from = openExport(folder)
  step('verify', 0, from.files.paths.length)
  const verdict = checkExport(from, trust)
  const tables = await leavingTables(owner)
  const manifest = createHash('sha256')
    .update(await readFile(join(folder, 'manifest.json')))
    .digest('hex')
  const schema = await schemaOfExport(folder)
  const { done, compared } = await beginImport(owner, ctx.facility, { manifest, schema }, tables)
  const loading: Loading = { owner, folder, facility: ctx.facility, paths: from.files.paths, done, step }
  if (!compared) await takeIn(ctx, from, loading, tables)
  step('schema', 0, 1)
  await toPresent()
  await sql`update facility_import set ended_at = now() where facility = ${ctx.facility}`.execute(owner)
  await orderLeaves(ctx)
  const documents = from.files.paths.filter(isDocument).length
  const counts = Object.values(from.manifest.tables)
  const rows = counts.reduce((sum, n) => sum + n, 0)
  await writeAudit(ctx, {
    action: 'import',
    outcome: 'success',
    detail: { kind: 'facility', manifest, rows, documents },
  })
  return {
    facility: verdict.manifest.facility,
    rows,
    tables: counts.length,
    documents,
    entries: verdict.head?.size ?? 0,
    equal: [...from.sums.keys()].filter(isMade).length,
    roots: verdict.roots,
    trust: verdict.trust,
  }
}

async function takeIn(
  ctx: Context,
  from: ExportFolder,
  loading: Loading,
  tables: readonly LeavingTable[],
): Promise<void> {
  const { owner, step } = loading
  await loadTables(loading, tables)
  await loadDocuments(ctx, loading)
  await setCounters(loading)
  await keepRoots(ctx.config.dataDir, loading)
  for (const { name } of tables) await sql`analyze ${sql.table(name)}`.execute(owner)
  await compareAll(ctx, owner, from.sums, step)
  await noteCompared(owner, ctx.facility)
}

function checkExport({ files, folder }: ExportFolder, trust: Trust | undefined): HospitalVerdict {
  const verdict = verifyHospital(files, trust)
  if (!verdict) throw exitErrors.noExport({ folder, reason: 'manifest.json' })
  if (verdict.ok) return verdict
  const { seal, changed, missing, added, faults } = verdict
  const fault = [
    ...seal.faults.map((one) => `seal: ${one}`),
    ...changed.map((path) => `changed: ${path}`),
    ...missing.map((path) => `missing: ${path}`),
    ...added.map((path) => `added: ${path}`),
    ...faults.map((one) => `${one.fault}: ${one.what}`),
  ]
  throw exitErrors.notWhole({ fault: fault.slice(0, 3).join('; ') })
}
