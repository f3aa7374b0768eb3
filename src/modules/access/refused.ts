import type { AppError } from '#kernel/app-error.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Asked, Verb } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import { connect } from '#platform/db/connect.ts'
import { writeAudit } from '#store/audit.ts'
import { accessErrors } from './errors.ts'
import { explain } from './explain.ts'
import type { PolicyView } from './view.ts'

/**
 * A refusal as the actor is told of it: staff are told the rule and what would let them in; to others what they may not
 * see is not there. The journal tells both.
 */
export async function refused(ctx: Context, view: PolicyView, asked: Asked, verb: Verb): Promise<AppError> {
  const told = await explain(ctx, view, asked, verb)
  if (!told) return commonErrors.notFound({ type: asked.type, id: asked.id })
  const rule = told.rules.map(({ title }) => title).join('; ')
  const ids = told.rules.map(({ id }) => id).join(' ')
  await writeAudit(
    { ...ctx, db: outside(ctx) },
    {
      action: 'denied',
      outcome: 'refused',
      patientId: told.patient,
      entities: [`${asked.type}/${asked.id}`],
      purpose: view.purpose,
      detail: { verb, rule: ids === '' ? 'none' : ids },
    },
  )
  if (ctx.actor.kind !== 'person') return commonErrors.notFound({ type: asked.type, id: asked.id })
  const { patient: _, record: __, ...known } = told
  return accessErrors
    .refused({ verb, rule: rule === '' ? told.none : rule })
    .with({ access: { resource: `${asked.type}/${asked.id}`, as: asked.as, ...known } })
}

/** The event stays when the transaction that was refused is undone. */
export const outside = ({ db, pool }: Context) => (db.isTransaction ? connect(pool) : db)
