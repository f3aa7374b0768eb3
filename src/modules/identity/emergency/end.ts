import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { updateAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { endSessionsOf } from '../session-store.ts'
import { type EmergencyOpeningRow, tables } from '../tables.ts'

type Opening = Pick<EmergencyOpeningRow, 'id' | 'account'>

/** Closes the account with its sessions; the envelopes that were opened stay used. */
export async function closeOpening(
  ctx: Context,
  { id, account }: Opening,
  reason: 'time' | 'hand' | 'replaced',
): Promise<void> {
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('emergency_opening')
    .set({ ended_at: ctx.now(), end_reason: reason })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  await updateAccount(ctx, account, {
    active: false,
    off_reason: 'administrator',
    password_hash: null,
    emergency_until: null,
  })
  const sessions = await endSessionsOf(ctx, account, 'expired')
  await audit(ctx, 'emergency-end', 'success', { opening: id, account, reason, sessions })
}

async function openOnes(ctx: Context, over: boolean): Promise<readonly Opening[]> {
  const rows = tables(ctx)
    .selectFrom('emergency_opening')
    .select(['id', 'account'])
    .where('facility', '=', ctx.facility)
    .where('ended_at', 'is', null)
  return (over ? rows.where('ends_at', '<=', ctx.now()) : rows).execute()
}

/** Ends what is open, before its time. */
export async function endEmergency(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (within) => {
    const open = await openOnes(within, false)
    if (open.length === 0) throw identityErrors.emergencyNotOpen()
    for (const one of open) await closeOpening(within, one, 'hand')
  })
}

/** An emergency access ends by itself. The account opens nothing after its time, whether this ran or not. */
export const endEmergencies: Job = {
  name: 'identity.end-emergencies',
  everySeconds: 30,
  async run(ctx) {
    const over = await openOnes(ctx, true)
    for (const one of over) await inTransaction(ctx, (within) => closeOpening(within, one, 'time'))
    return { expected: over.length, processed: over.length, failed: 0 }
  },
}
