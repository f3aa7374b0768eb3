import { withAccess } from '#modules/access/index.ts'
import type { Context } from '#platform/context.ts'
import { isPermitted } from '#store/permitted.ts'
import { confirmationErrors } from './errors.ts'
import { type Paper, placesToConfirm } from './paper-to-confirm.ts'

/**
 * Whoever may not read a paper but take its confirmation (policy `desk-confirms`) comes to papers that have a place for
 * one, and to their content while a place waits.
 */
export async function requireDoor(
  ctx: Context,
  paper: Paper,
  given: number,
  what: 'list' | 'content',
): Promise<void> {
  if (ctx.actor.kind === 'patient') return
  const places = placesToConfirm(paper).length
  const waits = paper.status === 'current' && given < places
  if (what === 'list' ? places > 0 : waits) return
  if (!(await isPermitted(withAccess(ctx), { type: 'DocumentReference', id: paper.id })))
    throw confirmationErrors.noPlace({ id: paper.id })
}
