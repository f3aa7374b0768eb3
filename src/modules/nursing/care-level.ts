import type { ServiceRequest } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import { type CareLevel, careLevelOn } from './domain/care-levels.ts'
import { nursingErrors } from './errors.ts'
import { careLevelEditions } from './nursing-data.ts'
import { actorOf, ofStay, openStay, payerOf } from './stay.ts'

type Order = ServiceRequest & { id: string }

export const levelCodeOf = (order: ServiceRequest): string | undefined =>
  order.code?.coding?.find(({ system }) => system === cs.careLevel)?.code

export interface OrderedLevel {
  readonly level: CareLevel
  readonly by?: string
  readonly at?: string
}

/** Orders of kind nursing that hold for stays: the level of care among them. */
export function nursingOrders(ctx: Context, encounterIds: readonly string[]): Promise<Order[]> {
  if (encounterIds.length === 0) return Promise.resolve([])
  return searchResources<Order>(ctx, 'ServiceRequest', {
    encounter: encounterIds.map((id) => `Encounter/${id}`).join(','),
    category: `${cs.orderKind}|nursing`,
    status: 'active',
    _count: '1000',
  })
}

/** The level of care that holds, of the nursing orders of one stay. */
export function levelOf(orders: readonly ServiceRequest[], now: Date): OrderedLevel | undefined {
  const newest = orders
    .filter((one) => levelCodeOf(one) !== undefined)
    .toSorted((a, b) => (b.authoredOn ?? '').localeCompare(a.authoredOn ?? ''))[0]
  const level = newest && careLevelOn(careLevelEditions, levelCodeOf(newest), dayInVietnam(now))
  return level && { level, ...present({ by: newest?.requester?.display, at: newest?.authoredOn }) }
}

/** Orders a level of care; the one before it ends. */
export async function orderCareLevel(ctx: Context, stayId: string, code: string): Promise<void> {
  const stay = await openStay(ctx, stayId)
  const now = ctx.now()
  const level = careLevelOn(careLevelEditions, code, dayInVietnam(now))
  if (!level) throw nursingErrors.unknownWord({ list: 'care-levels', code })
  const before = (await nursingOrders(ctx, [stayId])).filter((one) => levelCodeOf(one) !== undefined)
  if (before.some((one) => levelCodeOf(one) === code)) throw nursingErrors.sameLevel()
  const id = ctx.newId()
  const order: Order = {
    resourceType: 'ServiceRequest',
    id,
    requisition: { system: sid.order, value: id },
    status: 'active',
    intent: 'order',
    category: [{ coding: [{ system: cs.orderKind, code: 'nursing' }] }],
    code: {
      coding: [{ system: cs.careLevel, code }],
      text: `Chăm sóc ${level.title.vi.toLocaleLowerCase('vi').replace(/i+$/, (one) => one.toUpperCase())}`,
    },
    ...ofStay(stay),
    authoredOn: instantInVietnam(now),
    requester: actorOf(ctx),
    extension: payerOf(stay),
    ...(before.length > 0 ? { replaces: before.map((one) => ({ reference: `ServiceRequest/${one.id}` })) } : {}),
  }
  await commit(ctx, [
    ...before.map(
      (one): Change => ({
        kind: 'update',
        resource: { ...one, status: 'completed' },
        ifVersion: Number(one.meta?.versionId ?? 1),
      }),
    ),
    { kind: 'create', resource: order, id },
  ])
}
