import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import { verbalExtension, verbalOf } from '#fhir/order-marks.ts'
import { ext } from '#fhir/systems.ts'
import { formatDay, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { type OrderRequest, type RequestType, readOrder } from './change-order.ts'
import type { ToCosignView } from './contract.ts'
import { orderErrors } from './errors.ts'
import { patientNames } from './patient-names.ts'
import { personOf } from './person.ts'
import { readStay } from './stay.ts'
import type { WorkRow } from './work-rows.ts'

/** The doctor who gave an order by word signs for it, once; the lock of the stay decides between two screens. */
export async function cosign(ctx: Context, type: RequestType, id: string): Promise<void> {
  await readStay(ctx, idOf((await readOrder(ctx, type, id)).encounter))
  const request: ServiceRequest | MedicationRequest = await readOrder(ctx, type, id)
  const mark = verbalOf(request)
  if (!mark) throw orderErrors.notOfStay({ id })
  if (mark.cosignedAt)
    throw orderErrors.nothingToCosign({
      by: mark.cosignedBy?.display ?? '–',
      at: mark.cosignedAt,
      on: formatDay(mark.cosignedAt),
    })
  if (idOf(mark.saidBy) !== ctx.actor.practitionerId)
    throw orderErrors.notYours({ by: mark.saidBy.display ?? '–' })
  const signed = verbalExtension({ ...mark, cosignedBy: personOf(ctx), cosignedAt: instantInVietnam(ctx.now()) })
  const extension = (request.extension ?? []).map((one) => (one.url === ext.verbal ? signed : one))
  const resource = { ...request, extension } as OrderRequest
  await commit(ctx, [{ kind: 'update', resource, ifVersion: Number(request.meta?.versionId) }])
}

/** Orders by word that wait for their doctor: the actor's own, or everybody's of a department. */
export async function toCosign(ctx: Context, department: string | undefined): Promise<ToCosignView> {
  const mine = ctx.actor.practitionerId ?? ''
  const { rows } = await sql<WorkRow>`
    select * from order_work
    where facility = ${ctx.facility} and cosign_until is not null and cosigned_at is null
      and status <> 'entered-in-error'
      and case when ${department ?? ''} = '' then said_by = ${mine} else department = ${department ?? ''} end
    order by cosign_until limit 200`.execute(ctx.db)
  const names = await patientNames(
    ctx,
    rows.map((row) => row.patient_id),
  )
  return {
    orders: rows.map((row) => ({
      type: row.resource_type,
      id: row.id,
      kind: row.kind,
      name: row.name,
      patientName: names.get(row.patient_id) ?? '',
      encounterId: row.encounter_id,
      saidBy: row.requester_name ?? '',
      orderedAt: instantInVietnam(row.ordered_at),
      until: instantInVietnam(row.cosign_until ?? row.ordered_at),
      late: (row.cosign_until?.getTime() ?? 0) < ctx.now().getTime(),
      mine: row.said_by === mine,
    })),
  }
}
