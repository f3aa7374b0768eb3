import { commonErrors } from '#kernel/common-errors.ts'
import { seersOf } from '#modules/audit/index.ts'
import type { Context } from '#platform/context.ts'
import type { Disclosures } from './contract.ts'
import { listRequests } from './repository.ts'

/** What the patient is told: requests, copies and loans of the own records, and who looked at them. */
export async function disclosuresOf(ctx: Context, patientId: string): Promise<Disclosures> {
  const requests = await listRequests(ctx, { patientId })
  return { requests, seen: await seersOf(ctx, patientId, {}) }
}

/** The same for the patient who is logged in. */
export function ownDisclosures(ctx: Context): Promise<Disclosures> {
  const { patientId } = ctx.actor
  if (!patientId) throw commonErrors.forbidden({ permission: 'requests.own' })
  return disclosuresOf(ctx, patientId)
}
