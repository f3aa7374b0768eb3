import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { writeAudit } from '#store/audit.ts'
import { forgetFailures } from './ask.ts'
import { completeDetached } from './complete-detached.ts'
import { completePaper } from './complete-paper.ts'
import { writeFailure, writeTry } from './debts.ts'
import { evidenceTable, type PaperEvidenceTable } from './table.ts'

const mostAtOnce = 200

async function dueRows(ctx: Context): Promise<PaperEvidenceTable[]> {
  return evidenceTable(ctx)
    .selectFrom('paper_evidence')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('next_try', '<=', ctx.now())
    .orderBy('next_try')
    .limit(mostAtOnce)
    .execute()
}

/** Tries one paper: completes what it is owed, or renews its time stamp. The file that its signers left stays. */
async function tryOne(ctx: Context, row: PaperEvidenceTable): Promise<boolean> {
  try {
    const before = await ctx.blobs.get(row.file_sha256)
    const wish = { last: row.wanted === 'B-LTA', renew: row.state === 'accepted' }
    const complete = row.kind === 'row' ? completeDetached : completePaper
    const { bytes, outcome } = await complete(ctx, before, wish)
    const sha256 = await ctx.blobs.put(bytes)
    await inTransaction(ctx, async (tx) => {
      if (!(await writeTry(tx, row, { outcome, sha256 }))) return
      await writeAudit(tx, {
        action: 'sign',
        outcome: outcome.state === 'refused' ? 'refused' : 'success',
        entities: [`${row.kind === 'row' ? 'Provenance' : 'DocumentReference'}/${row.document_id}`],
        detail: { kind: 'signing.proofs', level: outcome.level, state: outcome.state, sha256 },
      })
    })
    return outcome.state === 'accepted'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await writeFailure(ctx, row, error.code)
    return false
  }
}

async function payAll(ctx: Context, rows: readonly PaperEvidenceTable[]) {
  let processed = 0
  for (const row of rows) if (await tryOne(ctx, row)) processed++
  return { expected: rows.length, processed, failed: rows.length - processed }
}

/** Completes papers that were signed while a trust service was down, and renews time stamps before they age out. */
export const payDebts: Job = {
  name: 'signing.proofs',
  everySeconds: 30,
  run: async (ctx) => payAll(ctx, await dueRows(ctx)),
}

/** Tries all that waits now, because somebody knows that the service is back. */
export async function payDebtsNow(ctx: Context) {
  forgetFailures()
  const rows = await evidenceTable(ctx)
    .selectFrom('paper_evidence')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('state', '=', 'waiting')
    .orderBy('since')
    .limit(mostAtOnce)
    .execute()
  return payAll(ctx, rows)
}
