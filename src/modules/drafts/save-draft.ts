import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { DraftBody, SavedDraft } from './contract.ts'
import { draftErrors } from './errors.ts'

const limitKb = 256

interface Written {
  readonly version: number
  readonly updated_at: Date
}

/**
 * Writes the actor's draft. A device that saw another version than the one kept is refused, so that a text
 * written elsewhere meanwhile is shown beside this one instead of being lost.
 */
export async function saveDraft(ctx: Context, key: string, body: DraftBody): Promise<SavedDraft> {
  const text = JSON.stringify(body.content ?? null)
  if (Buffer.byteLength(text) > limitKb * 1024) throw draftErrors.tooLarge({ limit: limitKb })
  const seen = body.version ?? 0
  const { rows } = await sql<Written>`
    insert into draft as kept (facility, actor, key, content, version, updated_at)
    values (${ctx.facility}, ${ctx.actor.id}, ${key}, ${text}::jsonb, ${seen + 1}, ${ctx.now()})
    on conflict (facility, actor, key) do update
      set content = excluded.content, version = kept.version + 1, updated_at = excluded.updated_at
      where kept.version = ${seen} or kept.content = excluded.content
    returning version, updated_at`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw draftErrors.changedElsewhere({ version: seen })
  return { key, content: body.content, version: row.version, updatedAt: row.updated_at.toISOString() }
}
