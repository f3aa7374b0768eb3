import type { Context } from '#platform/context.ts'
import { readAccount, updateAccount } from './account-store.ts'
import { audit } from './audit.ts'
import { identityErrors } from './errors.ts'
import { attemptKey, countFailure, forgetFailures, refuseWhileLocked } from './login-attempts.ts'
import { hashPassword, passwordMatches, requireGoodPassword } from './password.ts'
import { endSessionsOf } from './session-store.ts'

/** An administrator sets a password that the person must change at the next login. */
export async function resetPassword(ctx: Context, id: string, password: string): Promise<void> {
  const account = await readAccount(ctx, id)
  requireGoodPassword(password, account.user_name)
  await store(ctx, id, password, id !== ctx.actor.id)
  await forgetFailures(ctx, attemptKey(account.user_name))
  await endSessionsOf(ctx, id, 'password')
  await audit(ctx, 'password-set', 'success', { account: id, by: 'administrator' })
}

/** A person changes the own password, knowing the current one; other sessions end. */
export async function changeOwnPassword(
  ctx: Context,
  given: { readonly current: string; readonly password: string; readonly sessionToken: string | undefined },
): Promise<void> {
  const account = await readAccount(ctx, ctx.actor.id)
  const key = attemptKey(account.user_name)
  await refuseWhileLocked(ctx, key)
  if (!(await passwordMatches(account.password_hash, given.current))) {
    await countFailure(ctx, key)
    throw identityErrors.passwordWrong()
  }
  requireGoodPassword(given.password, account.user_name)
  if (await passwordMatches(account.password_hash, given.password))
    throw identityErrors.passwordWeak({ reasons: 'sameAsBefore' })
  await store(ctx, account.id, given.password, false)
  await endSessionsOf(ctx, account.id, 'password', given.sessionToken)
  await audit(ctx, 'password-set', 'success', { account: account.id, by: 'owner' })
}

async function store(ctx: Context, id: string, password: string, mustChange: boolean): Promise<void> {
  await updateAccount(ctx, id, {
    password_hash: await hashPassword(password),
    password_changed_at: ctx.now(),
    must_change: mustChange,
    demo: false,
  })
}
