import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { eventExtension, orderEventsOf } from '#fhir/order-marks.ts'
import { isWardDrug } from '#modules/drug-orders/index.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import type { OrderRequest } from './change-order.ts'
import { standingKinds } from './domain/kinds.ts'
import { personOf } from './person.ts'
import { kindOf } from './service-request.ts'

const system = 'urn:lanong:cs:order-end'
const code = 'discharge'
const text = 'Ra khỏi khoa'
const running = new Set(['active', 'on-hold'])

/**
 * Medicines, diets and care of a stay end with it; what still waits for an answer goes on, so that a late result is
 * seen. For whoever ends the stay, in the same commit.
 * @param at when the patient left
 */
export async function ordersEnding(ctx: Context, encounterId: string, at: string): Promise<readonly Change[]> {
  const found = await ordersOf(ctx, encounterId)
  return found.filter(({ status }) => running.has(status ?? '')).map((one) => ended(ctx, one, at))
}

/** Orders that ended with the discharge run on as before it, when that is undone. */
export async function ordersResuming(ctx: Context, encounterId: string, at: string): Promise<readonly Change[]> {
  const found = await ordersOf(ctx, encounterId)
  return found.filter(endedByDischarge).map((one) => resumed(ctx, one, at))
}

async function ordersOf(ctx: Context, encounterId: string): Promise<readonly OrderRequest[]> {
  const query = { encounter: encounterId, _count: '500' }
  const drugs = await searchResources<MedicationRequest>(ctx, 'MedicationRequest', query)
  const services = await searchResources<ServiceRequest>(ctx, 'ServiceRequest', query)
  return [
    ...drugs.filter(isWardDrug),
    ...services.filter((one) => standingKinds.has(kindOf(one as ServiceRequest & { id: string }))),
  ] as OrderRequest[]
}

const why = () => ({ coding: [{ system, code }], text })
const isWhy = (concept: { readonly coding?: readonly { readonly system?: string; readonly code?: string }[] }) =>
  concept.coding?.some((one) => one.system === system && one.code === code) ?? false

function endedByDischarge(request: OrderRequest): boolean {
  if (request.status !== 'completed') return false
  return request.resourceType === 'MedicationRequest'
    ? isWhy(request.statusReason ?? {})
    : (request.reasonCode ?? []).some(isWhy)
}

function ended(ctx: Context, request: OrderRequest, at: string): Change {
  const event = eventExtension({ state: 'completed', at, who: personOf(ctx), reason: text })
  const extension = [...(request.extension ?? []), event]
  const resource =
    request.resourceType === 'MedicationRequest'
      ? { ...request, status: 'completed' as const, statusReason: why(), extension }
      : { ...request, status: 'completed' as const, reasonCode: [...(request.reasonCode ?? []), why()], extension }
  return { kind: 'update', resource, ifVersion: Number(request.meta?.versionId) }
}

function resumed(ctx: Context, request: OrderRequest, at: string): Change {
  const before = orderEventsOf(request).at(-2)?.state
  const status = before === 'on-hold' ? ('on-hold' as const) : ('active' as const)
  const extension = [...(request.extension ?? []), eventExtension({ state: status, at, who: personOf(ctx) })]
  if (request.resourceType === 'MedicationRequest') {
    const { statusReason: _, ...rest } = request
    return { kind: 'update', resource: { ...rest, status, extension }, ifVersion: Number(request.meta?.versionId) }
  }
  const { reasonCode = [], ...rest } = request
  const left = reasonCode.filter((one) => !isWhy(one))
  const resource = { ...rest, status, extension, ...(left.length > 0 ? { reasonCode: left } : {}) }
  return { kind: 'update', resource, ifVersion: Number(request.meta?.versionId) }
}
