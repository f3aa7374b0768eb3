import type { Observation } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { recordKnowledge } from '#store/knowledge.ts'
import { findResource } from '#store/read.ts'
import { noteOrdersSeen } from './order-seen.ts'
import { releasedStatuses } from './results-of.ts'

/** Versions of a patient's results that the actor has opened, by id. */
export async function seenVersions(ctx: Context, patientId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ result_id: string; version: number }>`
    select result_id, version from result_seen
    where facility = ${ctx.facility} and person = ${ctx.actor.id} and patient_id = ${patientId}`.execute(ctx.db)
  return new Map(rows.map((row) => [row.result_id, row.version]))
}

/** The same for results of several patients. */
export async function seenVersionsOf(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ result_id: string; version: number }>`
    select result_id, version from result_seen
    where facility = ${ctx.facility} and person = ${ctx.actor.id} and result_id = any(${ids}::text[])`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.result_id, row.version]))
}

/** Notes that the actor has opened these results, as knowledge: what was known, and since when. */
export async function markSeen(ctx: Context, ids: readonly string[]): Promise<void> {
  const found = await Promise.all([...new Set(ids)].map((id) => findResource<Observation>(ctx, 'Observation', id)))
  const results = found.flatMap((one) => (one && releasedStatuses.has(one.status) ? [one] : []))
  for (const [patientId, group] of Map.groupBy(results, (one) => idOf(one.subject))) {
    for (const one of group) {
      await sql`
        insert into result_seen (facility, person, patient_id, result_id, version, seen_at)
        values (${ctx.facility}, ${ctx.actor.id}, ${patientId}, ${one.id}, ${Number(one.meta?.versionId)}, ${ctx.now()})
        on conflict (facility, person, result_id)
        do update set version = excluded.version, seen_at = excluded.seen_at
        where result_seen.version < excluded.version`.execute(ctx.db)
    }
    const entities = group.map((one) => `Observation/${one.id}/_history/${one.meta?.versionId}`)
    await recordKnowledge(
      ctx,
      'viewed',
      group.map((one) => ({ type: 'Observation', id: one.id ?? '', version: Number(one.meta?.versionId) })),
    )
    await auditView(ctx, { patientId, kind: 'result', entities })
  }
  const answered = results.flatMap((one) => (one.basedOn ?? []).map((by) => by.reference ?? ''))
  await noteOrdersSeen(
    ctx,
    answered.flatMap((reference) => (reference.startsWith('ServiceRequest/') ? [reference.slice(15)] : [])),
  )
}
