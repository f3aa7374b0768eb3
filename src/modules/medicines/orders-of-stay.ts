import type { Context } from '#platform/context.ts'
import type { OrderState, OrderStatus } from './domain/due-times.ts'
import type { OrderPlan } from './domain/order-plan.ts'
import type { DoseDetail } from './dose-detail.ts'
import { medicineErrors } from './errors.ts'
import { tables } from './tables.ts'

/** A dose that was written down. */
export interface WrittenDose {
  readonly id: string
  readonly requestId: string
  readonly dueAt: Date
  readonly status: string
  readonly at: Date
  readonly detail: DoseDetail
}

/** An order with how it stood since when and the doses that were written. */
export interface WardOrder {
  readonly encounterId: string
  readonly patientId: string
  readonly plan: OrderPlan
  readonly status: OrderStatus
  readonly states: readonly OrderState[]
  readonly doses: readonly WrittenDose[]
}

async function statesOf(ctx: Context, requestIds: readonly string[]): Promise<Map<string, OrderState[]>> {
  const rows = await tables(ctx.db)
    .selectFrom('medicine_order_state')
    .select(['request_id', 'at', 'status'])
    .where('facility', '=', ctx.facility)
    .where('request_id', 'in', requestIds)
    .orderBy('at')
    .execute()
  const found = new Map<string, OrderState[]>()
  for (const { request_id, at, status } of rows)
    found.set(request_id, [...(found.get(request_id) ?? []), { at: at.toISOString(), status }])
  return found
}

async function dosesOf(ctx: Context, encounterIds: readonly string[]): Promise<Map<string, WrittenDose[]>> {
  const rows = await tables(ctx.db)
    .selectFrom('medicine_dose')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('encounter_id', 'in', encounterIds)
    .orderBy('at')
    .execute()
  const found = new Map<string, WrittenDose[]>()
  for (const row of rows) {
    const { administration_id: id, request_id: requestId, due_at: dueAt, status, at, detail } = row
    found.set(requestId, [...(found.get(requestId) ?? []), { id, requestId, dueAt, status, at, detail }])
  }
  return found
}

/** The orders of some stays, in the order they began; drafts are left out. */
export async function ordersOf(ctx: Context, encounterIds: readonly string[]): Promise<readonly WardOrder[]> {
  if (encounterIds.length === 0) return []
  const rows = await tables(ctx.db)
    .selectFrom('medicine_order')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('encounter_id', 'in', encounterIds)
    .where('status', 'not in', ['draft', 'entered-in-error', 'unknown'])
    .execute()
  if (rows.length === 0) return []
  const [states, doses] = await Promise.all([
    statesOf(
      ctx,
      rows.map((row) => row.request_id),
    ),
    dosesOf(ctx, encounterIds),
  ])
  return rows
    .map((row) => ({
      encounterId: row.encounter_id,
      patientId: row.patient_id,
      plan: row.plan,
      status: row.status,
      states: states.get(row.request_id) ?? [],
      doses: doses.get(row.request_id) ?? [],
    }))
    .sort((a, b) => a.plan.start.localeCompare(b.plan.start) || a.plan.name.localeCompare(b.plan.name, 'vi'))
}

/**
 * Locks orders of a stay until the transaction ends, so that two nurses at one dose, and a nurse and a doctor who stops
 * the order, follow each other. What was read before is read again behind the lock.
 */
export async function lockOrders(
  ctx: Context,
  encounterId: string,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, WardOrder>> {
  const wanted = [...new Set(requestIds)].sort()
  await tables(ctx.db)
    .selectFrom('medicine_order')
    .select('request_id')
    .where('facility', '=', ctx.facility)
    .where('request_id', 'in', wanted)
    .orderBy('request_id')
    .forUpdate()
    .execute()
  const all = new Map((await ordersOf(ctx, [encounterId])).map((one) => [one.plan.requestId, one]))
  for (const id of wanted) if (!all.has(id)) throw medicineErrors.orderUnknown({ order: id })
  return all
}
