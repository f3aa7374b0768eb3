import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { writeAudit } from '#store/audit.ts'

/** Throws unless the actor may; a refusal is told to the auditor first. */
export async function permit(ctx: Context, permission: string, method: string): Promise<void> {
  if (permission === 'public') return
  if (ctx.actor.id === 'nobody') throw commonErrors.notLoggedIn()
  if (permission === 'login' || can(ctx.actor, permission)) return
  await writeAudit(ctx, { action: 'denied', outcome: 'refused', detail: { permission, channel: 'fhir', method } })
  throw commonErrors.forbidden({ permission })
}
