import type { MedicationRequest } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { administration, factsExtension } from './administration.ts'
import { openDose, requireDue } from './checks.ts'
import type { NotGivenBody } from './contract.ts'
import { medicineErrors } from './errors.ts'
import { lockOrders } from './orders-of-stay.ts'
import { givingRules } from './rules.ts'
import { momentOf, openStay } from './stay-facts.ts'

/** Writes down why a dose was not given at its hour. One that is held may still be given. */
export async function notGiven(ctx: Context, encounterId: string, body: NotGivenBody): Promise<{ id: string }> {
  const stay = await openStay(ctx, encounterId)
  const reason = givingRules(dayInVietnam(ctx.now())).notGiven.find((one) => one.code === body.reason)
  if (!reason) throw medicineErrors.reasonUnknown({ code: body.reason })
  const order = (await lockOrders(ctx, encounterId, [body.requestId])).get(body.requestId)
  if (!order) throw medicineErrors.orderUnknown({ order: body.requestId })
  const dueAt = new Date(body.dueAt)
  requireDue(order, stay, dueAt)
  const held = openDose(order, dueAt)
  const { plan } = order
  const request = await readResource<MedicationRequest>(ctx, 'MedicationRequest', plan.requestId)
  const id = held?.id ?? body.id
  const at = momentOf(ctx, stay.start, body.at)
  const status = reason.outcome === 'held' ? 'on-hold' : 'not-done'
  const resource = {
    ...administration(ctx, { id, stay, plan, request, dueAt, at }, status, [factsExtension(stay, {})]),
    statusReason: [{ coding: [{ system: cs.doseReason, code: reason.code }], text: reason.vi }],
    ...(body.note ? { note: [{ text: body.note }] } : {}),
  }
  await commit(ctx, [{ kind: 'update', resource }])
  return { id }
}
