import type { MedicationAdministration, MedicationRequest } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { endOf, type OrderStatus } from './domain/due-times.ts'
import { isForWard, planOf } from './domain/order-plan.ts'
import { detailOf } from './dose-detail.ts'
import { medicineErrors } from './errors.ts'
import { tables } from './tables.ts'

/** Every inpatient order of a medicine, from whatever channel, stands in the ward's list the moment it is written. */
const orders: Guard = {
  name: 'medicines of the ward: orders',
  types: ['MedicationRequest'],
  async check(ctx, change) {
    const request = (change.after ?? change.before) as MedicationRequest
    if (!isForWard(request) || !request.encounter?.reference) return
    const status = (change.after ? request.status : 'entered-in-error') as OrderStatus
    const before = change.before as MedicationRequest | undefined
    const row = {
      encounter_id: idOf(request.encounter),
      patient_id: idOf(request.subject),
      status,
      plan: planOf({ ...request, id: change.id }),
      changed_at: ctx.now(),
    }
    const kept = { ...row, plan: JSON.stringify(row.plan) as unknown as typeof row.plan }
    await tables(ctx.db)
      .insertInto('medicine_order')
      .values({ ...kept, facility: ctx.facility, request_id: change.id })
      .onConflict((conflict) => conflict.columns(['facility', 'request_id']).doUpdateSet(kept))
      .execute()
    if (before?.status === status) return
    const state = { status, at: ctx.now() }
    await tables(ctx.db)
      .insertInto('medicine_order_state')
      .values({ ...state, facility: ctx.facility, request_id: change.id })
      .onConflict((conflict) => conflict.columns(['facility', 'request_id', 'at']).doUpdateSet({ status }))
      .execute()
  },
}

function momentsOf(resource: MedicationAdministration): { dueAt: Date; at: Date } | undefined {
  const at = Date.parse(resource.effectiveDateTime ?? resource.effectivePeriod?.start ?? '')
  if (Number.isNaN(at)) return undefined
  const said = resource.extension?.find((one) => one.url === ext.dueAt)?.valueDateTime
  return { at: new Date(at), dueAt: new Date(said ?? at) }
}

/** Refuses a dose after the end of its order, and a second dose for one hour. */
async function refuseWrongDose(
  ctx: Context,
  change: GuardedChange,
  resource: MedicationAdministration,
  dueAt: Date,
  at: Date,
): Promise<void> {
  const requestId = idOf(resource.request)
  const where = { facility: ctx.facility, request: requestId }
  const states = await tables(ctx.db)
    .selectFrom('medicine_order_state')
    .select(['at', 'status'])
    .where('facility', '=', where.facility)
    .where('request_id', '=', where.request)
    .orderBy('at')
    .execute()
  const end = endOf(
    {},
    states.map((one) => ({ at: one.at.toISOString(), status: one.status })),
  )
  const drug = resource.medicationCodeableConcept?.text ?? ''
  if (!change.before && at.getTime() > end && resource.status !== 'not-done')
    throw medicineErrors.orderEnded({ drug, status: states.at(-1)?.status ?? '' })
  const other = await tables(ctx.db)
    .selectFrom('medicine_dose')
    .select(['by_name', 'at'])
    .where('facility', '=', where.facility)
    .where('request_id', '=', where.request)
    .where('due_at', '=', dueAt)
    .where('status', '<>', 'entered-in-error')
    .where('administration_id', '<>', change.id)
    .executeTakeFirst()
  if (other)
    throw medicineErrors.alreadyGiven({
      drug,
      due: instantInVietnam(dueAt).slice(11, 16),
      by: other.by_name,
      at: instantInVietnam(other.at).slice(11, 16),
    })
}

/** Every dose, from whatever channel: once for an hour, never after its order has ended. */
const doses: Guard = {
  name: 'medicines of the ward: doses',
  types: ['MedicationAdministration'],
  async check(ctx, change) {
    const resource = (change.after ?? change.before) as MedicationAdministration
    const moments = momentsOf(resource)
    if (!resource.request?.reference || !resource.context?.reference || !moments) return
    const status = change.after ? (resource.status ?? 'unknown') : 'entered-in-error'
    const { dueAt, at } = moments
    if (status !== 'entered-in-error') await refuseWrongDose(ctx, change, resource, dueAt, at)
    const detail = detailOf(resource)
    const row = {
      request_id: idOf(resource.request),
      encounter_id: idOf(resource.context),
      due_at: dueAt,
      status,
      at,
      by_name: detail.by,
      detail: JSON.stringify(detail) as unknown as typeof detail,
    }
    await tables(ctx.db)
      .insertInto('medicine_dose')
      .values({ ...row, facility: ctx.facility, administration_id: change.id })
      .onConflict((conflict) => conflict.columns(['facility', 'administration_id']).doUpdateSet(row))
      .execute()
  },
}

export const guards: readonly Guard[] = [orders, doses]
