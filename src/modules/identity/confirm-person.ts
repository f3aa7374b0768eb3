import type { Actor, Context } from '#platform/context.ts'
import { findAccountByName } from './account-store.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import { foldUserName, isUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import type { Origin } from './factors/login-passkeys.ts'
import { passkeyLogin } from './factors/passkey-login.ts'
import { addressLimiter, type LoginRequest, provenAccount } from './login.ts'
import type { AccountRow } from './tables.ts'

async function confirmed(ctx: Context, account: AccountRow, by: string, address: string): Promise<Actor> {
  const person = actorOf(account)
  await audit({ ...ctx, actor: person }, 'confirm', 'success', { account: account.id, by, address })
  return person
}

/**
 * Who a second person at the screen of another is, by name and password; no session is opened. Failures count as those of
 * a login do, so it must run outside of a transaction that may be rolled back.
 */
export async function confirmPerson(ctx: Context, request: LoginRequest): Promise<Actor> {
  return confirmed(ctx, await provenAccount(ctx, request), 'password', request.address)
}

/** The same by a passkey of the person: on the own phone, or a security key put into this computer. */
export async function confirmPasskey(
  ctx: Context,
  given: {
    readonly origin: Origin
    readonly response: Readonly<Record<string, unknown>>
    readonly address: string
  },
): Promise<Actor> {
  return confirmed(ctx, await passkeyLogin(ctx, given), 'passkey', given.address)
}

/**
 * The same for a named person by a secret that another module keeps, like the PIN of the signing key: `prove` throws when it is
 * not the person's, and counts its own tries. `admit` throws when the person does not come into question, before anything is tried.
 */
export async function confirmNamed(
  ctx: Context,
  given: { readonly userName: string; readonly by: string; readonly address: string },
  { admit, prove }: { admit(person: Actor): void; prove(person: Actor): Promise<void> },
): Promise<Actor> {
  const { address, by } = given
  const seconds = addressLimiter(ctx.config).take(address, ctx.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
  const userName = foldUserName(given.userName)
  const account = isUserName(userName) ? await findAccountByName(ctx, userName) : undefined
  if (!account?.active) {
    await audit(ctx, 'confirm', 'refused', { reason: 'wrongCredentials', address })
    throw identityErrors.wrongCredentials()
  }
  admit(actorOf(account))
  await prove(actorOf(account)).catch(async (error: unknown) => {
    await audit(ctx, 'confirm', 'refused', { account: account.id, reason: by, address })
    throw error
  })
  addressLimiter(ctx.config).giveBack(address)
  return confirmed(ctx, account, by, address)
}
