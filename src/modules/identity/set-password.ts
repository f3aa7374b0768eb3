import type { Context } from '#platform/context.ts'
import { readAccount, updateAccount } from './account-store.ts'
import { audit } from './audit.ts'
import { loginLimits, passwordRules } from './data-files.ts'
import { identityErrors } from './errors.ts'
import { hasSecondFactor } from './factors/second-step.ts'
import { attemptKey, countFailure, forgetFailures, refuseWhileLocked } from './login-attempts.ts'
import { tell } from './notices/tell.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { hashPassword, isShort, passwordMatches, requireGoodPassword } from './password.ts'
import { rememberPassword, wasUsedBefore } from './passwords/history.ts'
import { endSessionsOf } from './session-store.ts'
import type { AccountRow } from './tables.ts'

/** An administrator sets a password that the person must change at the next login. */
export async function resetPassword(ctx: Context, id: string, password: string): Promise<void> {
  const account = await readAccount(ctx, id)
  await requireGoodPassword(ctx, password, {
    userName: account.user_name,
    secondFactor: await hasSecondFactor(ctx, id),
  })
  await store(ctx, account, password, id !== ctx.actor.id)
  await forgetFailures(ctx, attemptKey(account.user_name))
  await endSessionsOf(ctx, id, 'password')
  await audit(ctx, 'password-set', 'success', { account: id, by: 'administrator' })
  await tell(ctx, id, 'passwordReset')
}

/** The own account of who knows its password; a wrong one counts as a failed login. */
export async function requireOwnPassword(ctx: Context, current: string): Promise<AccountRow> {
  const account = await readAccount(ctx, ctx.actor.id)
  const key = attemptKey(account.user_name)
  const inTurn = oneAtATime(key.toString('hex'), loginLimits.waitingPerName, async () => {
    await refuseWhileLocked(ctx, key)
    if (await passwordMatches(account.password_hash, current)) return account
    await countFailure(ctx, key)
    throw identityErrors.passwordWrong()
  })
  if (!inTurn) throw identityErrors.tooManyAttempts({ seconds: 5 })
  return inTurn
}

/** A person changes the own password, knowing the current one; other sessions end. */
export async function changeOwnPassword(
  ctx: Context,
  given: { readonly current: string; readonly password: string; readonly sessionToken: string | undefined },
): Promise<void> {
  const account = await requireOwnPassword(ctx, given.current)
  await requireGoodPassword(ctx, given.password, {
    userName: account.user_name,
    secondFactor: await hasSecondFactor(ctx, account.id),
  })
  if (await wasUsedBefore(ctx, account, given.password))
    throw identityErrors.passwordUsedBefore({ count: passwordRules.notOfTheLast })
  await store(ctx, account, given.password, false)
  await endSessionsOf(ctx, account.id, 'password', given.sessionToken)
  await audit(ctx, 'password-set', 'success', { account: account.id, by: 'owner' })
  await tell(ctx, account.id, 'passwordChanged')
}

async function store(ctx: Context, account: AccountRow, password: string, mustChange: boolean): Promise<void> {
  await rememberPassword(ctx, account)
  await updateAccount(ctx, account.id, {
    password_hash: await hashPassword(password),
    password_changed_at: ctx.now(),
    must_change: mustChange,
    short_password: isShort(password),
    demo: false,
  })
}
