import type { Context } from '#platform/context.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import type { Outcome } from './complete-paper.ts'
import { evidenceTable, type PaperEvidenceTable } from './table.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** When a debt is tried again, after so many tries. */
function retryAt(now: Date, tries: number): Date {
  const { retryMinutes } = signaturePolicy
  const minutes = retryMinutes[Math.min(tries, retryMinutes.length - 1)] ?? 60
  return new Date(now.getTime() + minutes * minuteMs)
}

/** When what is owed is asked for again, or a time stamp is renewed; null when neither. */
export function nextTry(outcome: Outcome, now: Date, tries: number): Date | null {
  if (outcome.state === 'waiting') return retryAt(now, tries)
  if (outcome.state === 'refused' || !outcome.renewBy) return null
  return new Date(outcome.renewBy.getTime() - signaturePolicy.renewDaysBefore * dayMs)
}

const told = (outcome: Outcome, now: Date, tries: number) => ({
  level: outcome.level,
  wanted: outcome.wanted,
  state: outcome.state,
  reason: outcome.reason ?? null,
  tries,
  next_try: nextTry(outcome, now, tries),
  renew_by: outcome.renewBy ?? null,
  updated_at: now,
})

/** Notes, with the signature itself, how far the signed paper is proven. */
export async function writeOutcome(
  ctx: Context,
  paper: {
    readonly documentId: string
    readonly sha256: string
    /** The longer file with the proofs, where it is not the same. */
    readonly file?: string
    readonly kind?: 'row'
  },
  outcome: Outcome,
): Promise<void> {
  const now = ctx.now()
  const row = {
    ...told(outcome, now, 0),
    base_sha256: paper.sha256,
    file_sha256: paper.file ?? paper.sha256,
    since: now,
  }
  await evidenceTable(ctx)
    .insertInto('paper_evidence')
    .values({ facility: ctx.facility, document_id: paper.documentId, kind: paper.kind ?? 'paper', ...row })
    .onConflict((conflict) => conflict.columns(['facility', 'document_id']).doUpdateSet(row))
    .execute()
}

/** Notes what came of a further try; a file that has been signed anew meanwhile keeps its own row. */
export async function writeTry(
  ctx: Context,
  row: PaperEvidenceTable,
  tried: { readonly outcome: Outcome; readonly sha256: string },
): Promise<boolean> {
  const { outcome, sha256 } = tried
  const { numUpdatedRows } = await evidenceTable(ctx)
    .updateTable('paper_evidence')
    .set({ ...told(outcome, ctx.now(), row.tries + 1), file_sha256: sha256 })
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', row.document_id)
    .where('file_sha256', '=', row.file_sha256)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Notes that a service was down again. */
export async function writeFailure(ctx: Context, row: PaperEvidenceTable, code: string): Promise<void> {
  const tries = row.tries + 1
  await evidenceTable(ctx)
    .updateTable('paper_evidence')
    .set({
      state: 'waiting',
      reason: code,
      tries,
      next_try: retryAt(ctx.now(), tries),
      ...(row.state === 'waiting' ? {} : { since: ctx.now() }),
    })
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', row.document_id)
    .where('file_sha256', '=', row.file_sha256)
    .execute()
}

/** The file of each paper with all its proofs, by the file that the paper names; absent where that is the same. */
export async function provenFiles(ctx: Context, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (hashes.length === 0) return new Map()
  const rows = await evidenceTable(ctx)
    .selectFrom('paper_evidence')
    .select(['base_sha256', 'file_sha256'])
    .where('facility', '=', ctx.facility)
    .where('base_sha256', 'in', [...hashes])
    .execute()
  return new Map(rows.map((row) => [row.base_sha256, row.file_sha256]))
}

/** The newest file of a paper: what its signers left, with proofs and time stamps that came later. */
export async function provenFile(ctx: Context, sha256: string): Promise<string> {
  return (await provenFiles(ctx, [sha256])).get(sha256) ?? sha256
}
