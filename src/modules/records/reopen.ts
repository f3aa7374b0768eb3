import { closedStates } from '#fhir/systems.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { changeState } from './change-state.ts'
import { numberOfRecord, stateOf } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { refuseHeld } from './holds.ts'
import { personOf } from './person.ts'
import { readRecord } from './record-members.ts'
import { findReopening, openReopening, type ReopeningRow, writeDecision, writeReopening } from './reopenings.ts'

function reasonOf(given: string, number: string): string {
  const reason = given.trim()
  if (reason.length < 10) throw recordErrors.reasonMissing({ number })
  return reason
}

/** Asks for a closed record to be opened again. Another person decides. */
export async function askReopening(ctx: Context, encounterId: string, given: string): Promise<{ id: string }> {
  const encounter = await readRecord(ctx, encounterId)
  const number = numberOfRecord(encounter) ?? encounterId
  const from = stateOf(encounter)
  if (!closedStates.has(from)) throw recordErrors.badTransition({ from, to: 'open' })
  const reason = reasonOf(given, number)
  await refuseHeld(ctx, encounterId, number)
  if (await openReopening(ctx, encounterId)) throw recordErrors.reopeningAsked({ number })
  const id = ctx.newId()
  await writeReopening(ctx, { id, encounterId, reason })
  await noteReopening(ctx, encounter, { id, step: 'asked', reason })
  return { id }
}

/** The named authority opens a closed record, or refuses to; never who asked. */
export async function decideReopening(
  ctx: Context,
  id: string,
  decision: 'granted' | 'refused',
  note: string,
): Promise<void> {
  const asked = await findReopening(ctx, id)
  if (!asked) throw commonErrors.notFound({ type: 'Reopening', id })
  if (asked.decision) throw recordErrors.alreadyDecided({ number: asked.encounter_id })
  if (asked.asked_by === personOf(ctx)) throw recordErrors.secondPerson()
  const encounter = await readRecord(ctx, asked.encounter_id)
  await writeDecision(ctx, id, decision, note)
  await noteReopening(ctx, encounter, { id, step: decision, reason: note })
  if (decision === 'granted') await open(ctx, encounter, asked)
}

async function open(
  ctx: Context,
  encounter: Awaited<ReturnType<typeof readRecord>>,
  asked: ReopeningRow,
): Promise<void> {
  await refuseHeld(ctx, encounter.id, numberOfRecord(encounter) ?? encounter.id)
  await changeState(ctx, encounter, 'open', {
    reason: asked.reason,
    askedBy: asked.asked_name,
    authority: { permission: 'records.reopen', reason: asked.reason },
  })
}

/** Opens a record that was finished but not closed: with the authority and a reason, by one person. */
export async function reopenFinished(ctx: Context, id: string, given: string): Promise<void> {
  const encounter = await readRecord(ctx, id)
  const reason = reasonOf(given, numberOfRecord(encounter) ?? id)
  if (closedStates.has(stateOf(encounter))) throw recordErrors.secondPerson()
  await changeState(ctx, encounter, 'open', { reason, authority: { permission: 'records.reopen', reason } })
}

async function noteReopening(
  ctx: Context,
  encounter: Awaited<ReturnType<typeof readRecord>>,
  detail: { readonly id: string; readonly step: string; readonly reason: string },
): Promise<void> {
  await writeAudit(ctx, {
    action: 'reopen',
    outcome: 'success',
    patientId: encounter.subject?.reference?.split('/')[1],
    entities: [`Encounter/${encounter.id}`],
    detail: { kind: 'record.reopening', ...detail },
  })
}
