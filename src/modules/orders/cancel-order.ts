import type { ServiceRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { OrdersView } from './contract.ts'
import { canCancel } from './domain/order-state.ts'
import { orderErrors } from './errors.ts'
import { readOrders } from './read-orders.ts'

/** Takes an order back, with the reason, as long as no specimen was drawn for it. */
export async function cancelOrder(ctx: Context, orderId: string, reason: string): Promise<OrdersView> {
  const request = await readResource<ServiceRequest>(ctx, 'ServiceRequest', orderId)
  const encounterId = idOf(request.encounter)
  const order = (await readOrders(ctx, encounterId)).orders.find((one) => one.id === orderId)
  const state = order?.state ?? 'cancelled'
  if (!canCancel(state)) throw orderErrors.tooLate({ id: orderId, state })
  const cancelled = { coding: [{ system: 'urn:lanong:cs:order-end', code: 'cancelled' }], text: reason.trim() }
  await commit(ctx, [
    {
      kind: 'update',
      resource: {
        ...request,
        id: orderId,
        status: 'revoked',
        reasonCode: [...(request.reasonCode ?? []), cancelled],
      },
      ifVersion: Number(request.meta?.versionId),
    },
  ])
  return readOrders(ctx, encounterId)
}
