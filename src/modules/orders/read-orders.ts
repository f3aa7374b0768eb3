import type { Encounter, Observation, ServiceRequest, Specimen } from '@medplum/fhirtypes'
import { idOf, isUnderWay } from '#fhir/encounter.ts'
import { cs, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import type { OrdersView, OrderView } from './contract.ts'
import { orderState } from './domain/order-state.ts'
import { orderables } from './lab-catalogue.ts'
import { releasedStatuses, resultView } from './results-of.ts'
import { seenVersions } from './seen.ts'

export const laboratory = `${cs.observationCategory}|laboratory`

/** Code of the facility's catalogue; another system's first code otherwise. */
export function orderCode(request: ServiceRequest): string {
  const codings = request.code?.coding ?? []
  return codings.find((one) => one.system === cs.lab)?.code ?? codings[0]?.code ?? ''
}

interface Around {
  readonly specimens: readonly Specimen[]
  readonly results: readonly Observation[]
  readonly seen: ReadonlyMap<string, number>
  readonly prices: ReadonlyMap<string, { readonly price: number }>
}

const refers = (references: readonly { readonly reference?: string }[] | undefined, id: string) =>
  (references ?? []).some((one) => one.reference === `ServiceRequest/${id}`)

function orderView(request: ServiceRequest, around: Around): OrderView {
  const id = request.id ?? ''
  const specimens = around.specimens.filter((one) => refers(one.request, id) && one.status !== 'entered-in-error')
  const collectedAt = specimens.flatMap((one) => one.collection?.collectedDateTime ?? [])[0]
  const results = around.results.filter((one) => refers(one.basedOn as { reference?: string }[], id))
  const shown = results
    .filter((one) => releasedStatuses.has(one.status))
    .map((one) => resultView(one, around.seen.get(one.id ?? '')))
  const state = orderState({
    status: request.status,
    specimenCollected: collectedAt !== undefined,
    results: results.map((one) => one.status),
  })
  const code = orderCode(request)
  const price = around.prices.get(code)?.price
  const releasedAt = shown
    .flatMap((one) => one.issuedAt ?? [])
    .sort()
    .at(-1)
  const cancelReason =
    state === 'cancelled'
      ? request.reasonCode?.find((one) => one.coding?.[0]?.code === 'cancelled')?.text
      : undefined
  const note = request.note?.[0]?.text
  return {
    id,
    code,
    name: request.code?.text ?? request.code?.coding?.[0]?.display ?? code,
    state,
    urgent: request.priority !== undefined && request.priority !== 'routine',
    ...(request.requisition?.system === sid.order && request.requisition.value
      ? { requisition: request.requisition.value }
      : {}),
    orderedAt: request.authoredOn ?? request.meta?.lastUpdated ?? '',
    ...(request.requester?.display ? { requester: request.requester.display } : {}),
    ...(collectedAt ? { collectedAt } : {}),
    ...(releasedAt ? { releasedAt } : {}),
    ...(price === undefined ? {} : { price }),
    ...(note ? { note } : {}),
    ...(cancelReason ? { cancelReason } : {}),
    results: shown,
    hasNew: shown.some((one) => one.isNew),
  }
}

/** Laboratory orders of a visit with how far each has come and what was released. */
export async function readOrders(ctx: Context, encounterId: string): Promise<OrdersView> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patientId = idOf(encounter.subject)
  const [requests, results] = await Promise.all([
    searchResources<ServiceRequest>(ctx, 'ServiceRequest', {
      encounter: encounterId,
      category: laboratory,
      _count: '200',
    }),
    searchResources<Observation>(ctx, 'Observation', {
      encounter: encounterId,
      category: laboratory,
      _count: '500',
    }),
  ])
  const ids = requests.map((one) => `ServiceRequest/${one.id}`)
  const specimens = ids.length === 0 ? [] : await specimensOf(ctx, patientId, ids)
  const around: Around = {
    specimens,
    results,
    seen: await seenVersions(ctx, patientId),
    prices: await orderables(ctx, [...new Set(requests.map(orderCode))]),
  }
  const orders = requests
    .map((one) => orderView(one, around))
    .sort((a, b) => a.orderedAt.localeCompare(b.orderedAt) || a.name.localeCompare(b.name, 'vi'))
  return {
    editable: isUnderWay(encounter),
    orders,
    newResults: orders.reduce((sum, one) => sum + one.results.filter((result) => result.isNew).length, 0),
    total: orders.filter((one) => one.state !== 'cancelled').reduce((sum, one) => sum + (one.price ?? 0), 0),
  }
}

/** Specimen has no search parameter for its request in R4: taken by patient, newest first by collection, and matched here. */
async function specimensOf(ctx: Context, patientId: string, requests: readonly string[]): Promise<Specimen[]> {
  const found = await searchResources<Specimen>(ctx, 'Specimen', { patient: patientId, _count: '200' })
  return found.filter((one) => (one.request ?? []).some((request) => requests.includes(request.reference ?? '')))
}
