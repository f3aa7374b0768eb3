import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { attemptKey, countFailure, forgetFailures, lockedError, refuseWhileLocked } from '../login-attempts.ts'
import { tell } from '../notices/tell.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import type { AccountRow, Factor } from '../tables.ts'
import { isInNetworks } from './networks.ts'
import { policyToday, secondFactorNeed } from './policy.ts'
import { takeRecoveryCode } from './recovery-codes.ts'
import { takeCode } from './totp-store.ts'

export interface Proof {
  readonly factors: readonly Factor[]
  /** A second factor is demanded and none is set up: the session allows nothing but that. */
  readonly mustEnrol: boolean
}

interface Enrolled {
  readonly totp: boolean
  readonly passkeys: boolean
}

/** Which second factors an account has. */
export async function enrolled(ctx: Context, account: string): Promise<Enrolled> {
  const { rows } = await sql<Enrolled>`
    select exists (select from totp where facility = ${ctx.facility} and account = ${account} and confirmed_at is not null) as totp,
      exists (select from login_passkey where facility = ${ctx.facility} and account = ${account}) as passkeys`.execute(
    ctx.db,
  )
  return rows[0] ?? { totp: false, passkeys: false }
}

export async function hasSecondFactor(ctx: Context, account: string): Promise<boolean> {
  const { totp, passkeys } = await enrolled(ctx, account)
  return totp || passkeys
}

/** Failures of the second step are counted apart: a right password does not forgive wrong codes. */
export const codeKey = (userName: string): Buffer => attemptKey(`${userName} second step`)

/** The second step of a login whose password was right. Whoever set up a second factor is always asked for it. */
export async function secondStep(
  ctx: Context,
  account: AccountRow,
  given: { readonly code: string | undefined; readonly address: string },
): Promise<Proof> {
  const { totp, passkeys } = await enrolled(ctx, account.id)
  if (!totp && !passkeys) return withoutFactor(ctx, account, given.address)
  if (given.code === undefined)
    throw identityErrors.secondFactorNeeded({
      methods: [totp && 'totp', passkeys && 'passkey'].filter(Boolean).join(' '),
    })
  const { code } = given
  const key = codeKey(account.user_name)
  const inTurn = oneAtATime(key.toString('hex'), 5, () =>
    prove(ctx, account, { key, code, address: given.address }),
  )
  if (!inTurn) throw identityErrors.tooManyAttempts({ seconds: 5 })
  return { factors: ['password', await inTurn], mustEnrol: false }
}

async function withoutFactor(ctx: Context, account: AccountRow, address: string): Promise<Proof> {
  if (account.emergency_until) return emergencyProof(ctx, account, address)
  const need = secondFactorNeed(ctx, account, address)
  if (need === 'outside' && !policyToday(ctx).enrolFromOutside) {
    await audit(ctx, 'login', 'refused', { account: account.id, reason: 'enrolInside', address })
    throw identityErrors.enrolInside()
  }
  return { factors: ['password'], mustEnrol: need !== 'none' }
}

/** Two holders of envelopes stand for the second factor, but only where they can be: inside. */
async function emergencyProof(ctx: Context, account: AccountRow, address: string): Promise<Proof> {
  if (isInNetworks(address, policyToday(ctx).insideNetworks)) return { factors: ['password'], mustEnrol: false }
  await audit(ctx, 'login', 'refused', { account: account.id, reason: 'emergencyInside', address })
  throw identityErrors.emergencyInside()
}

/**
 * Whether somebody who logged in elsewhere must still set up a second factor here: not when the other system vouches for
 * one, nor when none is demanded.
 */
export async function secondStepOutside(
  ctx: Context,
  account: AccountRow,
  { proven, address }: { readonly proven: boolean; readonly address: string },
): Promise<boolean> {
  if (proven) return false
  const own = await enrolled(ctx, account.id)
  // A second factor of our own is never passed by: such a person logs in here, or elsewhere with one.
  if (own.totp || own.passkeys) throw identityErrors.foreignWithoutFactor()
  return (await withoutFactor(ctx, account, address)).mustEnrol
}

/** Whoever types wrong codes after a right password knows the password. */
const worthTelling = 3

interface Given {
  readonly key: Buffer
  readonly code: string
  readonly address: string
}

async function prove(ctx: Context, account: AccountRow, { key, code, address }: Given): Promise<Factor> {
  await refuseWhileLocked(ctx, key)
  const isCode = /^\s*\d{3}\s*\d{3}\s*$/.test(code)
  const right = isCode ? await takeCode(ctx, account.id, code) : await takeRecoveryCode(ctx, account.id, code)
  if (right) {
    await forgetFailures(ctx, key)
    if (!isCode) await tell(ctx, account.id, 'recoveryUsed')
    return isCode ? 'totp' : 'recovery'
  }
  const { failed, until } = await countFailure(ctx, key)
  if (failed === worthTelling) await tell(ctx, account.id, 'codeGuesses', { count: failed, address })
  await audit(ctx, 'login', 'refused', { account: account.id, reason: 'codeWrong', address })
  if (until) throw lockedError(until, ctx.now())
  throw identityErrors.codeWrong()
}
