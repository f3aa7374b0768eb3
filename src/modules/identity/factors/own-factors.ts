import type { Context } from '#platform/context.ts'
import { readAccount, updateAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { forgetFailures } from '../login-attempts.ts'
import { tell } from '../notices/tell.ts'
import { endSessionsOf, hashOf } from '../session-store.ts'
import { tables } from '../tables.ts'
import type { OwnFactors } from './contract.ts'
import { listPasskeys, removePasskeys } from './login-passkeys.ts'
import { secondFactorNeed } from './policy.ts'
import { makeRecoveryCodes, recoveryCodesLeft, removeRecoveryCodes } from './recovery-codes.ts'
import { codeKey, enrolled, hasSecondFactor } from './second-step.ts'
import { hasTotp, removeTotp } from './totp-store.ts'

export async function readOwnFactors(ctx: Context, address: string): Promise<OwnFactors> {
  const account = await readAccount(ctx, ctx.actor.id)
  return {
    need: secondFactorNeed(ctx, account, address),
    totp: await hasTotp(ctx, account.id),
    recoveryLeft: await recoveryCodesLeft(ctx, account.id),
    passkeys: await listPasskeys(ctx, account.id),
  }
}

/**
 * The person has a second factor now: this session is open, and the first time there are codes to write down. Others that waited
 * for it end, since somebody with the password alone may sit there.
 */
export async function enrolmentDone(ctx: Context, token: string | undefined): Promise<{ codes: string[] }> {
  const waiting = tables(ctx)
    .updateTable('session')
    .where('facility', '=', ctx.facility)
    .where('account', '=', ctx.actor.id)
    .where('must_enrol', '=', true)
    .where('ended_at', 'is', null)
  const here = hashOf(token ?? '')
  await waiting.set({ must_enrol: false }).where('token_hash', '=', here).execute()
  await waiting.set({ ended_at: ctx.now(), end_reason: 'replaced' }).where('token_hash', '<>', here).execute()
  return { codes: (await recoveryCodesLeft(ctx, ctx.actor.id)) > 0 ? [] : await makeRecoveryCodes(ctx) }
}

/** Takes away one second factor of the person: the last one only where none is demanded. */
export async function removeOwnFactor(
  ctx: Context,
  given: { readonly factor: 'totp' | { readonly passkey: string }; readonly address: string },
): Promise<void> {
  const account = await readAccount(ctx, ctx.actor.id)
  const { totp, passkeys } = await enrolled(ctx, account.id)
  const others = given.factor === 'totp' ? passkeys : totp || (await listPasskeys(ctx, account.id)).length > 1
  const demanded = secondFactorNeed(ctx, account, given.address) !== 'none'
  if (!others && demanded && (totp || passkeys)) throw identityErrors.factorDemanded()
  const removed =
    given.factor === 'totp'
      ? await removeTotp(ctx, account.id)
      : (await removePasskeys(ctx, account.id, given.factor.passkey)) > 0
  if (!removed) throw identityErrors.factorNotFound()
  await withoutFactors(ctx, account.id)
  await audit(ctx, 'factor-remove', 'success', {
    account: account.id,
    factor: given.factor === 'totp' ? 'totp' : 'passkey',
    by: 'owner',
  })
  await tell(ctx, account.id, 'factorRemoved')
}

/** An administrator takes away every second factor of a person who lost them; the person sets up new ones. */
export async function resetFactors(ctx: Context, id: string): Promise<void> {
  const account = await readAccount(ctx, id)
  if (id === ctx.actor.id) throw identityErrors.ownAccount()
  await removeTotp(ctx, id)
  await removePasskeys(ctx, id)
  await withoutFactors(ctx, id)
  await forgetFailures(ctx, codeKey(account.user_name))
  const sessions = await endSessionsOf(ctx, id, 'administrator')
  await audit(ctx, 'factor-remove', 'success', { account: id, factor: 'all', by: 'administrator', sessions })
  await tell(ctx, id, 'factorsReset')
}

/** Without a second factor recovery codes are worth nothing, and a short password must be changed. */
async function withoutFactors(ctx: Context, id: string): Promise<void> {
  if (await hasSecondFactor(ctx, id)) return
  await removeRecoveryCodes(ctx, id)
  if ((await readAccount(ctx, id)).short_password) await updateAccount(ctx, id, { must_change: true })
}
