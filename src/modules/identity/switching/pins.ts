import type { Context } from '#platform/context.ts'
import { readAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { quickSwitchRules } from '../data-files.ts'
import { isGoodPin } from '../domain/good-pin.ts'
import { identityErrors } from '../errors.ts'
import { tell } from '../notices/tell.ts'
import { hashPassword } from '../password.ts'
import { requireOwnPassword } from '../set-password.ts'
import { tables } from '../tables.ts'
import { mayReturnQuickly } from './parked.ts'

/** A person sets the PIN that brings them back to a session that waits, knowing the password. */
export async function setPin(
  ctx: Context,
  given: { readonly current: string; readonly pin: string },
): Promise<void> {
  if (!mayReturnQuickly(await readAccount(ctx, ctx.actor.id))) throw identityErrors.noQuickSwitch()
  await requireOwnPassword(ctx, given.current)
  if (!isGoodPin(given.pin, quickSwitchRules.pinDigits))
    throw identityErrors.pinWeak({ count: quickSwitchRules.pinDigits })
  const row = { pin_hash: await hashPassword(given.pin), set_at: ctx.now() }
  await tables(ctx)
    .insertInto('quick_pin')
    .values({ facility: ctx.facility, account: ctx.actor.id, ...row })
    .onConflict((conflict) => conflict.columns(['facility', 'account']).doUpdateSet(row))
    .execute()
  await audit(ctx, 'pin-set', 'success', { account: ctx.actor.id })
  await tell(ctx, ctx.actor.id, 'pinSet')
}

export async function removePin(ctx: Context): Promise<void> {
  await tables(ctx)
    .deleteFrom('quick_pin')
    .where('facility', '=', ctx.facility)
    .where('account', '=', ctx.actor.id)
    .execute()
  await audit(ctx, 'pin-remove', 'success', { account: ctx.actor.id })
}

export async function hasPin(ctx: Context, account: string): Promise<boolean> {
  const row = await tables(ctx)
    .selectFrom('quick_pin')
    .select('set_at')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .executeTakeFirst()
  return row !== undefined
}
