import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import { findAccountByName, updateAccount } from './account-store.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import { loginLimits } from './data-files.ts'
import { type AttemptLimiter, type AttemptLimits, attemptLimiter } from './domain/attempt-limiter.ts'
import { foldUserName, isUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import { attemptKey, countFailure, forgetFailures, lockedError, refuseWhileLocked } from './login-attempts.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { passwordMatches } from './password.ts'
import { openSession } from './session-store.ts'
import type { AccountRow } from './tables.ts'

export interface LoginRequest {
  readonly userName: string
  readonly password: string
  readonly address: string
  readonly userAgent: string
}

const limiters = new WeakMap<Config, AttemptLimiter>()

/** Failed logins of each address, for this process and installation. */
export function addressLimiter(config: Config): AttemptLimiter {
  const limiter = limiters.get(config) ?? attemptLimiter(shareOf(config.workers))
  limiters.set(config, limiter)
  return limiter
}

/** Requests are spread over the workers evenly, so each allows its share. */
function shareOf(workers: number): AttemptLimits {
  return {
    failuresPerAddress: Math.ceil(loginLimits.failuresPerAddress / workers),
    forgivenPerMinute: loginLimits.forgivenPerMinute / workers,
  }
}

/** The account whose name and password these are. Unknown users fail exactly as wrong passwords do. */
export async function provenAccount(ctx: Context, request: LoginRequest): Promise<AccountRow> {
  const seconds = addressLimiter(ctx.config).take(request.address, ctx.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
  const key = attemptKey(request.userName)
  const inTurn = oneAtATime(key.toString('hex'), loginLimits.waitingPerName, () => check(ctx, key, request))
  if (!inTurn) throw identityErrors.tooManyAttempts({ seconds: 5 })
  const account = await inTurn
  addressLimiter(ctx.config).giveBack(request.address)
  return account
}

/** Checks name and password and opens a session. */
export async function login(ctx: Context, request: LoginRequest): Promise<{ account: AccountRow; token: string }> {
  const account = await provenAccount(ctx, request)
  const acting: Context = { ...ctx, actor: actorOf(account) }
  const token = await openSession(acting, {
    account: account.id,
    address: request.address,
    userAgent: request.userAgent,
  })
  await updateAccount(acting, account.id, { last_seen_at: ctx.now() })
  await audit(acting, 'login', 'success', { account: account.id, address: request.address })
  return { account, token }
}

async function check(ctx: Context, key: Buffer, request: LoginRequest): Promise<AccountRow> {
  await refuseWhileLocked(ctx, key)
  const userName = foldUserName(request.userName)
  const account = isUserName(userName) ? await findAccountByName(ctx, userName) : undefined
  const right = await passwordMatches(account?.password_hash, request.password)
  if (!account || !right) return fail(ctx, key, request.address, account)
  await forgetFailures(ctx, key)
  if (account.active) return account
  await audit(ctx, 'login', 'refused', { account: account.id, reason: 'accountOff', address: request.address })
  throw identityErrors.accountOff()
}

/** The name that was typed is not written down: it may be a password in the wrong field. */
async function fail(ctx: Context, key: Buffer, address: string, account: AccountRow | undefined): Promise<never> {
  const until = await countFailure(ctx, key)
  const who = account ? { account: account.id } : { unknownUser: key.toString('hex').slice(0, 12) }
  await audit(ctx, 'login', 'refused', { ...who, reason: 'wrongCredentials', address })
  if (!until) throw identityErrors.wrongCredentials()
  await audit(ctx, 'lock', 'success', { ...who, until: until.toISOString() })
  throw lockedError(until, ctx.now())
}
