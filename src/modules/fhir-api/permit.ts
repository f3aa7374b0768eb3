import { AppError } from '#kernel/app-error.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { connect } from '#platform/db/connect.ts'
import { can } from '#platform/permission.ts'
import { wasRefused } from '#platform/told.ts'
import { writeAudit } from '#store/audit.ts'

/** Throws unless the actor may. */
export function permit(ctx: Context, permission: string): void {
  if (permission === 'public') return
  if (ctx.actor.id === 'nobody') throw commonErrors.notLoggedIn()
  if (permission === 'login' || can(ctx.actor, permission)) return
  throw commonErrors.forbidden({ permission })
}

/** Runs what may be refused, at the door or deep inside; the auditor is told of a refusal, once. */
export async function notingRefusal<T>(ctx: Context, method: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError && error.category === 'forbidden' && !wasRefused(ctx)) {
      const permission = String(error.details['permission'] ?? error.code)
      const detail = { permission, channel: 'fhir', method }
      await writeAudit({ ...ctx, db: outside(ctx) }, { action: 'denied', outcome: 'refused', detail })
    }
    throw error
  }
}

/** The event stays when the transaction that was refused is undone. */
const outside = ({ db, pool }: Context) => (db.isTransaction ? connect(pool) : db)
