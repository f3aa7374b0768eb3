import { sql } from 'kysely'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { ReviewBody } from '../contract.ts'
import { auditErrors } from '../errors.ts'

/** Keeps what was found out about an unusual access, once. Throws `audit.reviewed`, `audit.ownAccess`. */
export async function reviewUnusual(ctx: Context, { rule, actor, patient, day, verdict, note }: ReviewBody) {
  if (await isSamePerson(ctx, actor)) throw auditErrors.ownAccess()
  const id = ctx.newId()
  const { rows } = await sql<{ id: string }>`
    insert into audit_review (facility, id, rule, actor, patient, day, verdict, note, by, at)
    values (${ctx.facility}, ${id}, ${rule}, ${actor}, ${patient ?? ''}, ${day}, ${verdict}, ${note.trim()},
      ${ctx.actor.id}, ${ctx.now()})
    on conflict do nothing returning id`.execute(ctx.db)
  if (rows.length === 0) throw auditErrors.reviewed()
  await writeAudit(ctx, {
    action: 'access-review',
    outcome: 'success',
    patientId: patient,
    detail: { rule, of: actor, day, verdict, reason: note.trim() },
  })
  return { id }
}
