import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import type { SavedView } from './contract.ts'
import { examErrors } from './errors.ts'
import { findExam } from './exam-response.ts'
import { readOpenVisit } from './save-exam.ts'

/** Opens a concluded examination again; the reason stands in the audit of the change. */
export async function reopenExam(ctx: Context, encounterId: string, reason: string): Promise<SavedView> {
  await readOpenVisit(ctx, encounterId)
  const stored = await findExam(ctx, encounterId)
  if (stored?.status !== 'completed') throw examErrors.notConcluded()
  const [written] = await commit(
    ctx,
    [
      {
        kind: 'update',
        resource: { ...stored, id: stored.id ?? '', status: 'amended' },
        ifVersion: Number(stored.meta?.versionId),
      },
    ],
    { purpose: reason.trim() },
  )
  return { version: written?.version ?? 0, savedAt: (written?.recordedAt ?? ctx.now()).toISOString() }
}
