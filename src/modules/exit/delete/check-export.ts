import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { rootAt } from '#modules/ledger/index.ts'
import { verifyHospital } from '#modules/signing/index.ts'
import type { Context, Db } from '#platform/context.ts'
import { exitErrors } from '../errors.ts'
import type { Step } from '../export/export-all.ts'
import { sequencesPath } from '../export/facility-files.ts'
import { openExport } from '../import/export-folder.ts'
import { makeAgain } from '../import/finish.ts'

/** Tables that grow by the export itself, by logins and by the order of the ledger: their rows of before are under its head. */
const grows = new Set([
  'audit_access',
  'audit_day',
  'audit_event',
  'audit_listed',
  'audit_reader',
  'event_pack',
  'head_proof',
  'ledger_node',
  'ledger_position',
  'signed_head',
  'tree_head',
])

/** Tables that hold as many rows, of which some tell of a later moment: when an account was last seen. */
const touched = new Set(['account'])

export interface WholeProof {
  readonly manifest: string
  readonly size: number
  readonly root: string
  readonly rows: number
}

/**
 * That an export is whole and holds all that is here now, file by file and document by document: otherwise nothing is
 * deleted.
 * @param documents hashes of the documents on disk
 */
export async function proveExported(
  ctx: Context,
  owner: Db,
  folder: string,
  { documents, step }: { readonly documents: readonly string[]; readonly step: Step },
): Promise<WholeProof & { readonly unnamed: readonly string[] }> {
  const { files, manifest, sums } = openExport(folder)
  const verdict = verifyHospital(files)
  if (!verdict?.ok || !verdict.head)
    throw exitErrors.notWhole({ fault: verdict?.faults[0]?.fault ?? verdict?.changed[0] ?? 'manifest.json' })
  const { size, root } = verdict.head
  if ((await rootAt(ctx, size)) !== root) throw exitErrors.notExported({ what: 'ledger' })
  const { tables, seen } = await makeAgain(ctx, owner, sums, {
    step,
    of: isCompared,
    differs: (path) => exitErrors.notExported({ what: path }),
  })
  const other = Object.keys({ ...manifest.tables, ...tables }).find(
    (name) => !grows.has(name) && (tables[name] ?? 0) !== (manifest.tables[name] ?? 0),
  )
  if (other) throw exitErrors.notExported({ what: other })
  const lost = [...sums.keys()].find((path) => isCompared(path) && !isDocument(path) && !seen.has(path))
  if (lost) throw exitErrors.notExported({ what: lost })
  const sum = createHash('sha256')
    .update(readFileSync(join(folder, 'manifest.json')))
    .digest('hex')
  const left = new Set([...sums.keys()].filter(isDocument).map(hashOf))
  return {
    manifest: sum,
    size,
    root,
    rows: Object.values(manifest.tables).reduce((total, n) => total + n, 0),
    // A document that a row names is among the files that were compared.
    unnamed: documents.filter((hash) => !left.has(hash)).sort(),
  }
}

/** A document that an earlier try has erased left in the export: it may be missing here. */
const isDocument = (path: string) => path.startsWith('files/') || path.startsWith('proven/')

const hashOf = (path: string) => /([0-9a-f]{64})(\.pdf)?$/.exec(path)?.[1] ?? ''

function isCompared(path: string): boolean {
  if (isDocument(path) || path.startsWith('versions/')) return true
  const table = /^tables\/([^/]+)\//.exec(path)?.[1]
  return table !== undefined && path !== sequencesPath && !grows.has(table) && !touched.has(table)
}
