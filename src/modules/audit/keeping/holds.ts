import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { HoldBody, LiftBody } from '../contract.ts'
import { auditErrors } from '../errors.ts'
import { accountOf } from '../list-audit.ts'
import { findPatient } from '../patient-ids.ts'
import { listEvents } from '../repository.ts'

/** The person behind an account; nobody lifts with a second account what they placed with the first. */
export const personOf = ({ actor }: Context) => actor.practitionerId ?? actor.id

/** Keeps events whatever their term: of an account, of a patient, or all of them. */
export async function placeHold(ctx: Context, given: HoldBody): Promise<{ id: string }> {
  const id = ctx.newId()
  const actor = given.actor === undefined ? undefined : await actorHeld(ctx, given.actor)
  const patient = given.patient === undefined ? undefined : await patientHeld(ctx, given.patient)
  await sql`
    insert into audit_hold (facility, id, actor, patient, reason, basis, placed_by, placed_name, placed_at)
    values (${ctx.facility}, ${id}::uuid, ${actor ?? null}, ${patient ?? null}, ${given.reason}, ${given.basis},
      ${personOf(ctx)}, ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db)
  await note(ctx, patient, {
    step: 'placed',
    hold: id,
    reason: given.reason,
    basis: given.basis,
    ...(actor ? { of: actor } : {}),
  })
  return { id }
}

/** Throws `audit.heldUnknown` for a name that holds nothing: mistyped, it would let go what must stay. */
async function actorHeld(ctx: Context, given: string): Promise<string> {
  const id = await accountOf(ctx, given)
  const known = id !== given || (await knownAccounts(ctx, { ids: [id] })).length > 0
  if (!known && (await listEvents(ctx, { actors: [id] }, 1)).length === 0)
    throw auditErrors.heldUnknown({ of: given })
  return id
}

/** A patient who is no longer there stays held as the events name them. */
async function patientHeld(ctx: Context, given: string): Promise<string> {
  const found = await findPatient(ctx, given)
  if (found?.id) return found.id
  if ((await listEvents(ctx, { patients: [given] }, 1)).length === 0) throw auditErrors.heldUnknown({ of: given })
  return given
}

/** Another person than who placed it ends a hold. Throws `audit.ownHold`. */
export async function liftHold(ctx: Context, id: string, { reason }: LiftBody): Promise<void> {
  const { rows } = await sql<{ placed_by: string; patient: string | null }>`
    select placed_by, patient from audit_hold
    where facility = ${ctx.facility} and id = ${id}::uuid and lifted_by is null for update`.execute(ctx.db)
  const [hold] = rows
  if (!hold) throw commonErrors.notFound({ type: 'Hold', id })
  if (hold.placed_by === personOf(ctx)) throw auditErrors.ownHold()
  await sql`
    update audit_hold set lifted_by = ${personOf(ctx)}, lifted_name = ${ctx.actor.name}, lifted_at = ${ctx.now()},
      lift_reason = ${reason}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await note(ctx, hold.patient ?? undefined, { step: 'lifted', hold: id, reason })
}

function note(
  ctx: Context,
  patientId: string | undefined,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  return writeAudit(ctx, {
    action: 'hold',
    outcome: 'success',
    patientId,
    detail: { kind: 'journal.hold', ...detail },
  })
}
