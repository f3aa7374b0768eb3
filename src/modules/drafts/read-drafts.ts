import type { Context } from '#platform/context.ts'
import type { DraftList, SavedDraft } from './contract.ts'
import { draftErrors } from './errors.ts'
import { tables } from './tables.ts'

function own(ctx: Context) {
  return tables(ctx).selectFrom('draft').where('facility', '=', ctx.facility).where('actor', '=', ctx.actor.id)
}

export async function readDraft(ctx: Context, key: string): Promise<SavedDraft> {
  const row = await own(ctx).selectAll().where('key', '=', key).executeTakeFirst()
  if (!row) throw draftErrors.notFound({ key })
  return { key, content: row.content, version: row.version, updatedAt: row.updated_at.toISOString() }
}

/** What the actor is still writing, latest first. */
export async function listDrafts(ctx: Context): Promise<DraftList> {
  const rows = await own(ctx)
    .select(['key', 'version', 'updated_at'])
    .orderBy('updated_at', 'desc')
    .limit(200)
    .execute()
  return {
    drafts: rows.map((row) => ({ key: row.key, version: row.version, updatedAt: row.updated_at.toISOString() })),
  }
}

export async function removeDraft(ctx: Context, key: string): Promise<void> {
  await tables(ctx)
    .deleteFrom('draft')
    .where('facility', '=', ctx.facility)
    .where('actor', '=', ctx.actor.id)
    .where('key', '=', key)
    .execute()
}
