import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { ReopeningView } from './office-contract.ts'
import { personOf } from './person.ts'

export interface ReopeningRow {
  readonly id: string
  readonly encounter_id: string
  readonly reason: string
  readonly asked_by: string
  readonly asked_name: string
  readonly asked_at: Date
  readonly decision: 'granted' | 'refused' | null
  readonly decided_name: string | null
  readonly decided_at: Date | null
}

export async function writeReopening(
  ctx: Context,
  given: { readonly id: string; readonly encounterId: string; readonly reason: string },
): Promise<void> {
  await sql`
    insert into record_reopening (facility, id, encounter_id, reason, asked_by, asked_name, asked_at)
    values (${ctx.facility}, ${given.id}, ${given.encounterId}, ${given.reason}, ${personOf(ctx)}, ${ctx.actor.name},
      ${ctx.now()})`.execute(ctx.db)
}

/** Locked: two who decide at once take turns. */
export async function findReopening(ctx: Context, id: string): Promise<ReopeningRow | undefined> {
  const { rows } = await sql<ReopeningRow>`
    select * from record_reopening where facility = ${ctx.facility} and id = ${id}::uuid for update`.execute(
    ctx.db,
  )
  return rows[0]
}

export async function openReopening(ctx: Context, encounterId: string): Promise<ReopeningRow | undefined> {
  const { rows } = await sql<ReopeningRow>`
    select * from record_reopening
    where facility = ${ctx.facility} and encounter_id = ${encounterId} and decision is null`.execute(ctx.db)
  return rows[0]
}

export async function writeDecision(ctx: Context, id: string, decision: string, note: string): Promise<void> {
  await sql`
    update record_reopening set decision = ${decision}, decided_by = ${personOf(ctx)}, decided_name = ${ctx.actor.name},
      decided_at = ${ctx.now()}, note = ${note}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
}

/** Whether this person was just allowed, on another's asking, to open the record. */
export async function isGrantedByOther(ctx: Context, encounterId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from record_reopening
    where facility = ${ctx.facility} and encounter_id = ${encounterId} and decision = 'granted'
      and decided_by = ${personOf(ctx)} and decided_at = ${ctx.now()}`.execute(ctx.db)
  return rows.length > 0
}

/** Requests that wait for a decision, oldest first. */
export async function listReopenings(ctx: Context, encounterId?: string): Promise<readonly ReopeningView[]> {
  const { rows } = await sql<ReopeningRow & { record_number: string; patient_name: string; state: string }>`
    select r.*, i.record_number, i.patient_name, i.state from record_reopening r
    join record_index i on i.facility = r.facility and i.encounter_id = r.encounter_id
    where r.facility = ${ctx.facility} and r.decision is null
      ${encounterId === undefined ? sql`` : sql`and r.encounter_id = ${encounterId}`}
    order by r.asked_at limit 200`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    encounterId: row.encounter_id,
    number: row.record_number,
    patientName: row.patient_name,
    state: row.state,
    reason: row.reason,
    askedBy: row.asked_name,
    askedAt: instantInVietnam(row.asked_at),
    own: row.asked_by === personOf(ctx),
  }))
}
