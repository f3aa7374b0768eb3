import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { OpenBody } from './contract.ts'
import { incidentErrors } from './errors.ts'
import { note } from './note.ts'
import { isKind } from './rules.ts'

/** Opens an incident: what anybody of the staff reports, or what was found by an alarm or in the journal. */
export async function openIncident(ctx: Context, given: OpenBody): Promise<{ readonly id: string }> {
  if (!isKind(given.kind)) throw incidentErrors.kind({ kind: given.kind })
  const noticedAt = pastMoment(ctx, given.noticedAt)
  const id = ctx.newId()
  await sql`select pg_advisory_xact_lock(hashtext('incident'), ${ctx.facility})`.execute(ctx.db)
  await sql`
    insert into incident (facility, id, number, kind, title, what, touched, noticed_at, noticed_by, opened_at, opened_by,
      opened_name, origin)
    select ${ctx.facility}, ${id}::uuid, coalesce(max(number), 0) + 1, ${given.kind}, ${given.title.trim()}, ${given.what.trim()},
      ${given.touched.trim()}, ${noticedAt}, ${given.noticedBy?.trim() || ctx.actor.name}, ${ctx.now()}, ${ctx.actor.id},
      ${ctx.actor.name}, ${given.origin ? JSON.stringify(given.origin) : null}::jsonb
    from incident where facility = ${ctx.facility}`.execute(ctx.db)
  await note(ctx, 'opened', id, { what: given.kind })
  return { id }
}

/** A moment that somebody typed: it exists and is not ahead of the clock. */
export function pastMoment(ctx: Context, text: string, notBefore?: Date): Date {
  const at = new Date(text)
  if (Number.isNaN(at.getTime()) || at > ctx.now() || (notBefore && at < notBefore))
    throw incidentErrors.moment({ at: text })
  return at
}
