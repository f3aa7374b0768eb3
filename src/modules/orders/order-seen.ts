import type { DiagnosticReport } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { auditView } from '#store/audit.ts'
import { recordKnowledge } from '#store/knowledge.ts'
import { searchResources } from '#store/search.ts'
import { orderErrors } from './errors.ts'
import { workOf } from './work-rows.ts'

/** Answered orders that a doctor has opened are no longer waited for. */
export async function noteOrdersSeen(ctx: Context, ids: readonly string[]): Promise<void> {
  if (!can(ctx.actor, 'orders.write') || ids.length === 0) return
  await sql`
    update order_work set seen_at = ${ctx.now()}, seen_by = ${ctx.actor.name}
    where facility = ${ctx.facility} and resource_type = 'ServiceRequest' and id = any(${[...ids]}::text[])
      and resulted_at is not null and seen_at is null`.execute(ctx.db)
}

/** Notes that the answer of an order was opened, as knowledge: what was known, and since when. */
export async function seeOrder(ctx: Context, id: string): Promise<void> {
  const work = await workOf(ctx, 'ServiceRequest', id)
  if (!work?.resulted_at) throw orderErrors.nothingToSee()
  const reports = await searchResources<DiagnosticReport>(ctx, 'DiagnosticReport', {
    'based-on': `ServiceRequest/${id}`,
  })
  const known = reports.map((one) => ({
    type: 'DiagnosticReport',
    id: one.id ?? '',
    version: Number(one.meta?.versionId),
  }))
  await recordKnowledge(ctx, 'viewed', known)
  await noteOrdersSeen(ctx, [id])
  const entities = known.map((one) => `${one.type}/${one.id}/_history/${one.version}`)
  await auditView(ctx, { patientId: work.patient_id, kind: 'result', entities })
}
