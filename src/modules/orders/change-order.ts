import type { MedicationRequest, Reference, ServiceRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { eventExtension, orderEventsOf } from '#fhir/order-marks.ts'
import { formatDay, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { Change } from '#store/types.ts'
import type { ChangeBody } from './contract.ts'
import { orderErrors } from './errors.ts'
import { personOf } from './person.ts'
import { readStay } from './stay.ts'
import { workOf } from './work-rows.ts'

export type OrderRequest = (ServiceRequest | MedicationRequest) & { id: string }
export type RequestType = OrderRequest['resourceType']

/** From which states a change is possible. */
const from: Readonly<Record<ChangeBody['to'], readonly string[]>> = {
  hold: ['active'],
  resume: ['on-hold'],
  stop: ['active', 'on-hold', 'draft'],
  keep: ['active'],
}

/** The FHIR status after a change; a service that was stopped is revoked, a drug is stopped. */
function statusAfter(to: ChangeBody['to'], type: RequestType): string {
  if (to === 'hold') return 'on-hold'
  if (to === 'resume' || to === 'keep') return 'active'
  return type === 'ServiceRequest' ? 'revoked' : 'stopped'
}

/** Tells who was faster, with the state they left the order in. */
function refuseOvertaken(request: OrderRequest): Error {
  const last = orderEventsOf(request).at(-1)
  const at = last?.at ?? request.meta?.lastUpdated ?? ''
  return orderErrors.alreadyChanged({
    by: last?.who.display ?? '–',
    state: last?.state ?? request.status ?? '',
    at,
    on: formatDay(at),
  })
}

export async function readOrder(ctx: Context, type: RequestType, id: string): Promise<OrderRequest> {
  return (await readResource<ServiceRequest | MedicationRequest>(ctx, type, id)) as OrderRequest
}

/** A request in its next state, with who changed it, when and why; throws when somebody else was faster. */
export function moved(
  request: OrderRequest,
  to: ChangeBody['to'],
  by: { readonly who: Reference; readonly at: string; readonly reason: string },
): Change {
  if (!from[to].includes(request.status ?? '')) throw refuseOvertaken(request)
  const status = statusAfter(to, request.resourceType)
  const event = eventExtension({
    state: to === 'keep' ? 'kept' : status,
    at: by.at,
    who: by.who,
    reason: by.reason,
  })
  const resource = {
    ...request,
    status,
    extension: [...(request.extension ?? []), event],
    ...(request.resourceType === 'MedicationRequest' && (to === 'hold' || to === 'stop')
      ? { statusReason: { text: by.reason } }
      : {}),
    ...(request.resourceType === 'ServiceRequest' && to === 'stop'
      ? {
          reasonCode: [
            ...(request.reasonCode ?? []),
            { coding: [{ system: 'urn:lanong:cs:order-end', code: 'cancelled' }], text: by.reason },
          ],
        }
      : {}),
  } as OrderRequest
  if (request.resourceType === 'MedicationRequest' && to === 'resume')
    delete (resource as MedicationRequest).statusReason
  return { kind: 'update', resource, ifVersion: Number(request.meta?.versionId) }
}

/** Blood that was drawn and an examination that was done are answered, not taken back; what is repeated may end. */
async function refuseBegun(ctx: Context, request: OrderRequest, to: ChangeBody['to']): Promise<void> {
  if (request.resourceType !== 'ServiceRequest' || to === 'resume' || to === 'keep') return
  const work = await workOf(ctx, 'ServiceRequest', request.id)
  if (!work || work.standing || !(work.collected_at ?? work.performed_at)) return
  throw orderErrors.tooLate({ id: request.id, state: work.collected_at ? 'collected' : 'performed' })
}

/** Holds, resumes or stops an order of a stay, or keeps it beyond the stay, with its reason. */
export async function changeOrder(
  ctx: Context,
  at: { readonly encounterId: string; readonly type: RequestType; readonly id: string },
  body: ChangeBody,
): Promise<void> {
  const encounter = await readStay(ctx, at.encounterId)
  refuseLocked(encounter)
  const request = await readOrder(ctx, at.type, at.id)
  if (idOf(request.encounter) !== at.encounterId) throw orderErrors.notOfStay({ id: at.id })
  await refuseBegun(ctx, request, body.to)
  const by = { who: personOf(ctx), at: instantInVietnam(ctx.now()), reason: body.reason.trim() }
  await commit(ctx, [moved(request, body.to, by)])
}
