import type { AppError } from '#kernel/app-error.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { actorOfAccount } from './account-actor.ts'
import type { DecisionQuery, DecisionView, OtherDecisionQuery } from './contract.ts'
import { explain } from './explain.ts'
import { addressOf } from './open-glass.ts'
import { viewFor } from './view.ts'

/**
 * Why the actor may or may not do something with a resource, and what would let the actor in. To patients and programs
 * what they may not see is not there; whose it is nobody learns from a refusal.
 */
export async function decisionFor(ctx: Context, query: DecisionQuery): Promise<DecisionView> {
  const { allowed, patient, record, ...told } = await decide(ctx, query)
  if (!allowed && ctx.actor.kind !== 'person') throw absent(query)
  return { ...told, resource: query.resource, allowed, ...(allowed ? { patient, record } : {}) }
}

/** The same for an account, for those who answer for access: the rules, not whose the resource is. Asking is noted. */
export async function decisionForOther(ctx: Context, query: OtherDecisionQuery): Promise<DecisionView> {
  const actor = await actorOfAccount(ctx, query.account)
  if (!actor) throw commonErrors.notFound({ type: 'account', id: query.account })
  const { patient, record: _, ...told } = await decide({ ...ctx, actor }, query)
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: patient,
    entities: [query.resource],
    detail: { kind: 'access-decision', of: actor.id, verb: told.verb, allowed: told.allowed },
  })
  return { ...told, resource: query.resource }
}

async function decide(ctx: Context, query: DecisionQuery) {
  const asked = addressOf(query.resource, query.as)
  const told = await explain(ctx, viewFor(ctx), asked, query.verb ?? 'read')
  if (!told) throw absent(query)
  return told
}

function absent({ resource }: DecisionQuery): AppError {
  const { type, id } = addressOf(resource)
  return commonErrors.notFound({ type, id })
}
