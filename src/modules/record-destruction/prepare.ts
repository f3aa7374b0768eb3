import { sql } from 'kysely'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { personOf, retentionTitleOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { Candidate, Prepare } from './contract.ts'
import { destructionErrors } from './errors.ts'
import { listCandidates, lockDestruction, numberOf } from './repository.ts'

/** Puts records whose term is over on a list for destruction. */
export async function prepare(ctx: Context, given: Prepare): Promise<{ id: string }> {
  const candidates = new Map((await listCandidates(ctx, given.encounterIds)).map((one) => [one.encounterId, one]))
  const chosen = given.encounterIds.map((id) => {
    const found = candidates.get(id)
    if (!found || found.hindrance) throw destructionErrors.notDue({ id, why: found?.hindrance ?? '–' })
    return found
  })
  const id = ctx.newId()
  await sql`
    insert into record_destruction (facility, id, number, note, prepared_by, prepared_name, prepared_at,
      prepared_role)
    select ${ctx.facility}, ${id}, coalesce(max(number), 0) + 1, ${given.note}, ${personOf(ctx)}, ${ctx.actor.name}, ${ctx.now()},
      ${ctx.actor.roles[0] ?? 'record-office'}
    from record_destruction where facility = ${ctx.facility}`.execute(ctx.db)
  for (const one of chosen) await addItem(ctx, id, one)
  await note(ctx, 'prepared', id, { records: chosen.length })
  return { id }
}

async function addItem(ctx: Context, id: string, one: Candidate): Promise<void> {
  await sql`
    insert into record_destruction_item (facility, destruction_id, encounter_id, record_number, archive_number, kept_until,
      retention)
    values (${ctx.facility}, ${id}, ${one.encounterId}, ${one.number}, ${one.archiveNumber}, ${one.keptUntil}::date,
      ${await retentionTitleOf(ctx, one.encounterId)})`.execute(ctx.db)
}

/** The head approves a list, or refuses it; never who prepared it. */
export async function decide(
  ctx: Context,
  id: string,
  given: { readonly decision: 'approved' | 'refused'; readonly note: string },
): Promise<void> {
  const row = await lockDestruction(ctx, id)
  if (!row) throw commonErrors.notFound({ type: 'Destruction', id })
  if (row.decision) throw destructionErrors.alreadyDecided({ number: numberOf(row) })
  if (row.prepared_by === personOf(ctx)) throw destructionErrors.secondPerson()
  await sql`
    update record_destruction set decision = ${given.decision}, decided_by = ${personOf(ctx)},
      decided_name = ${ctx.actor.name},
      decided_role = ${ctx.actor.roles[0] ?? 'director'}, decided_at = ${ctx.now()}, decision_note = ${given.note}
    where facility = ${ctx.facility} and id = ${id}::uuid`.execute(ctx.db)
  await note(ctx, given.decision, id, { day: dayInVietnam(ctx.now()), note: given.note })
}

export async function note(
  ctx: Context,
  step: string,
  id: string,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeAudit(ctx, {
    action: 'destroy',
    outcome: 'success',
    detail: { kind: 'record.destruction', step, list: id, ...detail },
  })
}
