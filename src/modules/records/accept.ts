import type { Context } from '#platform/context.ts'
import { changeState } from './change-state.ts'
import { numberOfRecord } from './encounter-record.ts'
import { recordErrors } from './errors.ts'
import { readRecord } from './record-members.ts'

/** The record officer takes over what was handed in. */
export async function accept(ctx: Context, id: string): Promise<void> {
  await changeState(ctx, await readRecord(ctx, id), 'accepted', {
    authority: { permission: 'records.accept', reason: 'accept' },
  })
}

/** The record officer sends a record back to its department, which may write in it again. */
export async function sendBack(ctx: Context, id: string, given: string): Promise<void> {
  const encounter = await readRecord(ctx, id)
  const reason = given.trim()
  if (reason.length < 10) throw recordErrors.reasonMissing({ number: numberOfRecord(encounter) ?? id })
  await changeState(ctx, encounter, 'finished', { reason, authority: { permission: 'records.accept', reason } })
}
