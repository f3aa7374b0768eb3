import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { recordErrors } from './errors.ts'
import type { HoldView } from './office-contract.ts'
import { personOf } from './person.ts'
import { readRecord } from './record-members.ts'

interface HoldRow {
  readonly id: string
  readonly encounter_id: string
  readonly reason: string
  readonly basis: string
  readonly placed_name: string
  readonly placed_at: Date
  readonly lift_reason: string | null
  readonly lift_asked_by: string | null
  readonly lift_asked_name: string | null
  readonly lifted_name: string | null
  readonly lifted_at: Date | null
}

/** Refuses what a legal hold forbids: opening the record again, destroying it. */
export async function refuseHeld(ctx: Context, encounterId: string, number: string): Promise<void> {
  const { rows } = await sql<{ basis: string }>`
    select basis from record_hold
    where facility = ${ctx.facility} and encounter_id = ${encounterId} and lifted_by is null limit 1`.execute(
    ctx.db,
  )
  if (rows[0]) throw recordErrors.onHold({ number, basis: rows[0].basis })
}

/** Puts a record under legal hold: nobody opens or destroys it until two persons lift that. */
export async function placeHold(
  ctx: Context,
  encounterId: string,
  given: { readonly reason: string; readonly basis: string },
): Promise<{ id: string }> {
  await readRecord(ctx, encounterId)
  const id = ctx.newId()
  await sql`
    insert into record_hold (facility, id, encounter_id, reason, basis, placed_by, placed_name, placed_at)
    values (${ctx.facility}, ${id}, ${encounterId}, ${given.reason}, ${given.basis}, ${personOf(ctx)}, ${ctx.actor.name},
      ${ctx.now()})`.execute(ctx.db)
  await noteHold(ctx, encounterId, { id, step: 'placed', ...given })
  return { id }
}

/** The first of the two persons: says why the hold should end. */
export async function askLift(ctx: Context, id: string, reason: string): Promise<void> {
  const hold = await lockHold(ctx, id)
  await sql`
    update record_hold set lift_reason = ${reason}, lift_asked_by = ${personOf(ctx)},
      lift_asked_name = ${ctx.actor.name}, lift_asked_at = ${ctx.now()}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await noteHold(ctx, hold.encounter_id, { id, step: 'lift asked', reason })
}

/** The second person ends the hold. */
export async function liftHold(ctx: Context, id: string): Promise<void> {
  const hold = await lockHold(ctx, id)
  if (!hold.lift_asked_by) throw recordErrors.liftNotAsked()
  if (hold.lift_asked_by === personOf(ctx)) throw recordErrors.secondPerson()
  await sql`
    update record_hold set lifted_by = ${personOf(ctx)}, lifted_name = ${ctx.actor.name}, lifted_at = ${ctx.now()}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await noteHold(ctx, hold.encounter_id, { id, step: 'lifted', reason: hold.lift_reason ?? '' })
}

async function lockHold(ctx: Context, id: string): Promise<HoldRow> {
  const { rows } = await sql<HoldRow>`
    select * from record_hold where facility = ${ctx.facility} and id = ${id}::uuid for update`.execute(ctx.db)
  const hold = rows[0]
  if (!hold) throw commonErrors.notFound({ type: 'Hold', id })
  if (hold.lifted_at) throw recordErrors.alreadyDecided({ number: hold.encounter_id })
  return hold
}

/** Holds on a record, those in force first. */
export async function listHolds(ctx: Context, encounterId: string): Promise<readonly HoldView[]> {
  const { rows } = await sql<HoldRow>`
    select * from record_hold where facility = ${ctx.facility} and encounter_id = ${encounterId}
    order by lifted_at nulls first, placed_at desc`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    reason: row.reason,
    basis: row.basis,
    placedBy: row.placed_name,
    placedAt: instantInVietnam(row.placed_at),
    liftReason: row.lift_reason ?? undefined,
    liftAskedBy: row.lift_asked_name ?? undefined,
    liftAskedByMe: row.lift_asked_by === personOf(ctx),
    liftedBy: row.lifted_name ?? undefined,
    liftedAt: row.lifted_at ? instantInVietnam(row.lifted_at) : undefined,
  }))
}

async function noteHold(
  ctx: Context,
  encounterId: string,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  const encounter = await readRecord(ctx, encounterId)
  await writeAudit(ctx, {
    action: 'hold',
    outcome: 'success',
    patientId: encounter.subject?.reference?.split('/')[1],
    entities: [`Encounter/${encounterId}`],
    detail: { kind: 'record.hold', ...detail },
  })
}
