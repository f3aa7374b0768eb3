import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { laboratoryErrors } from './errors.ts'
import { loadRequisition } from './load-requisition.ts'
import { markOf, validatedObservation } from './observation.ts'
import { performer } from './performer.ts'

/** The second look: everything typed of a requisition is marked as seen by the actor. */
export async function validate(ctx: Context, requisition: string): Promise<{ readonly validated: number }> {
  const loaded = await loadRequisition(ctx, requisition, true)
  const waiting = [...loaded.observations.values()].filter(
    (one) => ['preliminary', 'cancelled'].includes(one.status) && !markOf(one, ext.resultValidated),
  )
  if (waiting.length === 0) throw laboratoryErrors.nothingToValidate({ requisition })
  const at = instantInVietnam(ctx.now())
  const who = performer(ctx)
  await commit(
    ctx,
    waiting.map((one) => ({
      kind: 'update',
      resource: { ...validatedObservation(one, who, at), id: one.id ?? '' },
      ifVersion: Number(one.meta?.versionId),
    })),
  )
  return { validated: waiting.length }
}
