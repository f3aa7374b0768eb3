import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { numberOfRecord } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { readRecord } from './record-members.ts'

/** Opens a closed record again, by named authority and with a reason that stays on it. */
export async function reopen(ctx: Context, id: string, given: string): Promise<void> {
  const encounter = await readRecord(ctx, id)
  const reason = given.trim()
  if (reason.length < 10) throw recordErrors.reasonMissing({ number: numberOfRecord(encounter) ?? id })
  await changeState(ctx, encounter, 'open', { reason, authority: { permission: 'records.reopen', reason } })
}
