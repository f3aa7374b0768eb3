import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { countLeaves, sequenceUntil } from '#store/ledger/sequence.ts'
import { ledgerErrors } from './errors.ts'
import { exportDocuments, exportEntries, exportErased, type Put } from './export-entries.ts'
import { type ListedFile, noting, putSealedHeads, sealExport } from './seal-export.ts'
import { signHead } from './sign-head.ts'

export interface HospitalExport {
  readonly entries: number
  readonly files: number
  /** Files that versions name and that are not kept here. */
  readonly absent: readonly string[]
}

/**
 * The ledger of the hospital with all that it is of: every leaf in order, every version, event and file behind it, every
 * signed head, under the seal of the facility. Form: docs/ledger.md §6.
 */
export async function exportHospital(
  ctx: Context,
  put: Put,
  step: (done: number, of: number) => void = () => {},
): Promise<HospitalExport> {
  // What is told is what was there when the export was asked for, even if another transaction is still under way.
  await sequenceUntil(ctx, await countLeaves(ctx))
  const head = await signHead(ctx, 'export')
  if (!head) throw ledgerErrors.noHead()
  const listed: ListedFile[] = []
  const keep = noting(put, listed)
  // One snapshot: what is destroyed or removed meanwhile is told by events behind the head.
  const absent = await ctx.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (db) => {
      const at: Context = { ...ctx, db }
      const named = await exportEntries(at, { size: head.size, put: keep, step })
      const missing = await exportDocuments(at, keep, named)
      await exportErased(at, keep)
      return missing
    })
  await putSealedHeads(ctx, keep, head.size)
  await sealExport(ctx, put, listed)
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    detail: { kind: 'hospital', size: head.size, files: listed.length },
  })
  return { entries: head.size, files: listed.length, absent }
}
