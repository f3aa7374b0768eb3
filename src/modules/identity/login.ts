import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import { findAccountByName, updateAccount } from './account-store.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import { loginLimits } from './data-files.ts'
import { type AttemptLimiter, type AttemptLimits, attemptLimiter } from './domain/attempt-limiter.ts'
import { foldUserName, isUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import { type Proof, secondStep } from './factors/second-step.ts'
import { attemptKey, countFailure, forgetFailures, lockedError, refuseWhileLocked } from './login-attempts.ts'
import { tell } from './notices/tell.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { passwordMatches } from './password.ts'
import { isPasswordTooOld } from './passwords/password-age.ts'
import { openSession } from './session-store.ts'
import type { AccountRow, Factor } from './tables.ts'

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

const begins = new WeakMap<Config, AttemptLimiter>()

/** Logins by a foreign provider that each address began and did not finish: they take no place of a failed login. */
export function beginLimiter(config: Config): AttemptLimiter {
  const limiter = begins.get(config) ?? attemptLimiter(shareOf(config.workers))
  begins.set(config, limiter)
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

/** Checks name, password and, where there is one, the second factor of who wants to open a session. */
export async function provenLogin(
  ctx: Context,
  request: LoginRequest & { readonly code?: string | undefined },
): Promise<{ readonly account: AccountRow; readonly proof: Proof }> {
  const account = await provenAccount(ctx, request)
  const proof = await secondStep(ctx, account, { code: request.code, address: request.address })
  if (account.must_change || !isPasswordTooOld(ctx, account)) return { account, proof }
  await updateAccount(ctx, account.id, { must_change: true })
  return { account: { ...account, must_change: true }, proof }
}

/** Opens the session of a person who proved who they are; returns its token. */
export async function openLogin(
  ctx: Context,
  account: AccountRow,
  of: {
    readonly address: string
    readonly userAgent: string
    readonly factors: readonly Factor[]
    readonly device: string
    readonly mustEnrol: boolean
  },
): Promise<string> {
  const acting: Context = { ...ctx, actor: actorOf(account) }
  const token = await openSession(acting, { account: account.id, ...of })
  await updateAccount(acting, account.id, { last_seen_at: ctx.now() })
  await audit(acting, 'login', 'success', {
    account: account.id,
    address: of.address,
    by: of.factors.join(' '),
  })
  return token
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
  const { failed, until } = await countFailure(ctx, key)
  const who = account ? { account: account.id } : { unknownUser: key.toString('hex').slice(0, 12) }
  await audit(ctx, 'login', 'refused', { ...who, reason: 'wrongCredentials', address })
  if (!until) throw identityErrors.wrongCredentials()
  if (account) await tell(ctx, account.id, 'guesses', { count: failed, address })
  await audit(ctx, 'lock', 'success', { ...who, until: until.toISOString() })
  throw lockedError(until, ctx.now())
}
