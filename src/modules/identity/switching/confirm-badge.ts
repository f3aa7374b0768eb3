import type { Actor, Context } from '#platform/context.ts'
import { actorOf } from '../actor.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { guarded } from '../guesses.ts'
import { tables } from '../tables.ts'
import { holderOf } from './badges.ts'
import { mayReturnQuickly, shiftStart } from './parked.ts'

/**
 * Who a second person at the screen of another is, by the badge alone; no session is opened. It counts only for who
 * logged in fully this shift, anywhere in the hospital. A badge that nobody has counts against who is logged in at the screen:
 * so it must run outside of a transaction that may be rolled back.
 */
export async function confirmBadge(
  ctx: Context,
  given: { readonly code: string; readonly address: string },
): Promise<Actor> {
  const holder = await guarded(ctx, { guesser: `account:${ctx.actor.id}`, target: undefined }, async () => {
    const found = await holderOf(ctx, given.code)
    if (found) return found
    await audit(ctx, 'confirm', 'refused', { reason: 'badgeUnknown', address: given.address })
    throw identityErrors.badgeUnknown()
  })
  if (!mayReturnQuickly(holder)) throw identityErrors.noQuickSwitch()
  if (!(await loggedInThisShift(ctx, holder.id))) {
    await audit(ctx, 'confirm', 'refused', {
      reason: 'fullLoginFirst',
      account: holder.id,
      address: given.address,
    })
    throw identityErrors.fullLoginFirst()
  }
  const person = actorOf(holder)
  await audit({ ...ctx, actor: person }, 'confirm', 'success', {
    account: holder.id,
    by: 'badge',
    address: given.address,
  })
  return person
}

async function loggedInThisShift(ctx: Context, account: string): Promise<boolean> {
  const row = await tables(ctx)
    .selectFrom('session')
    .select('id')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('created_at', '>', shiftStart(ctx))
    .where((is) =>
      is.or([is('end_reason', 'is', null), is('end_reason', 'in', ['logout', 'replaced', 'expired'])]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
