import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Job } from '#platform/module.ts'
import { signingErrors } from '../errors.ts'
import type { Shown } from './read-for-signing.ts'

interface PaperShownTable {
  facility: number
  batch: string
  account_id: string
  document_id: string
  sha256: string
  shown_at: Date
}

const table = (ctx: Context): Kysely<{ paper_shown: PaperShownTable }> =>
  ctx.db.withTables<{ paper_shown: PaperShownTable }>()

/** What was shown longer ago has to be opened again. */
const validHours = 12

const oldest = (ctx: Context): Date => new Date(ctx.now().getTime() - validHours * 3_600_000)

/** Notes that the acting person was sent exactly this file while going through a batch. */
export async function noteShown(
  ctx: Context,
  shown: { readonly batch: string; readonly documentId: string; readonly sha256: string },
): Promise<void> {
  const now = ctx.now()
  await table(ctx)
    .insertInto('paper_shown')
    .values({
      facility: ctx.facility,
      batch: shown.batch,
      account_id: ctx.actor.id,
      document_id: shown.documentId,
      sha256: shown.sha256,
      shown_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['facility', 'batch', 'account_id', 'document_id', 'sha256'])
        .doUpdateSet({ shown_at: now }),
    )
    .execute()
}

/** Refuses papers, one as well as many, whose exact bytes were not shown in the batch to the acting person. */
export async function refuseUnseen(
  ctx: Context,
  batch: string | undefined,
  documents: readonly Shown[],
): Promise<void> {
  if (batch === undefined) throw signingErrors.notReviewed({ count: documents.length })
  const rows = await table(ctx)
    .selectFrom('paper_shown')
    .select(['document_id', 'sha256'])
    .where('facility', '=', ctx.facility)
    .where('batch', '=', batch)
    .where('account_id', '=', ctx.actor.id)
    .where('shown_at', '>', oldest(ctx))
    .execute()
  const seen = new Set(rows.map((row) => `${row.document_id} ${row.sha256}`))
  const unseen = documents.filter(({ id, sha256 }) => !seen.has(`${id} ${sha256}`))
  if (unseen.length > 0) throw signingErrors.notReviewed({ count: unseen.length })
}

/** What nobody can sign by any more is forgotten; who saw which paper stays in the audit. */
export const forgetShown: Job = {
  name: 'signing batches',
  everySeconds: 3600,
  async run(ctx) {
    const { numDeletedRows } = await table(ctx)
      .deleteFrom('paper_shown')
      .where('facility', '=', ctx.facility)
      .where('shown_at', '<=', oldest(ctx))
      .executeTakeFirst()
    const processed = Number(numDeletedRows)
    return { expected: processed, processed, failed: 0 }
  },
}
