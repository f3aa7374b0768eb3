import type { Actor, Context } from '#platform/context.ts'
import { findAccountByName } from './account-store.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import { foldUserName, isUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import type { Origin } from './factors/login-passkeys.ts'
import { passkeyLogin } from './factors/passkey-login.ts'
import { guarded } from './guesses.ts'
import type { LoginRequest } from './login.ts'
import { passwordMatches } from './password.ts'
import type { AccountRow } from './tables.ts'

async function confirmed(ctx: Context, account: AccountRow, by: string, address: string): Promise<Actor> {
  const person = actorOf(account)
  await audit({ ...ctx, actor: person }, 'confirm', 'success', { account: account.id, by, address })
  return person
}

/**
 * Who a second person at the screen of another is, by name and password; no session is opened. Wrong tries count against who is
 * logged in at the screen, not against the second person, so it must run outside of a transaction that may be rolled back.
 */
export async function confirmPerson(ctx: Context, request: LoginRequest): Promise<Actor> {
  const { password, address } = request
  const account = await accountOf(ctx, request.userName)
  return guarded(ctx, { guesser: `account:${ctx.actor.id}`, target: account?.id }, async () => {
    const right = await passwordMatches(account?.password_hash, password)
    if (account?.active && right) return confirmed(ctx, account, 'password', address)
    return refuse(ctx, account, 'wrongCredentials', address)
  })
}

async function accountOf(ctx: Context, typed: string): Promise<AccountRow | undefined> {
  const userName = foldUserName(typed)
  return isUserName(userName) ? findAccountByName(ctx, userName) : undefined
}

async function refuse(
  ctx: Context,
  account: AccountRow | undefined,
  reason: string,
  address: string,
): Promise<never> {
  await audit(ctx, 'confirm', 'refused', { ...(account ? { account: account.id } : {}), reason, address })
  throw identityErrors.wrongCredentials()
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
 * not the person's. `admit` throws when the person does not come into question, before anything is tried.
 */
export async function confirmNamed(
  ctx: Context,
  given: { readonly userName: string; readonly by: string; readonly address: string },
  { admit, prove }: { admit(person: Actor): void; prove(person: Actor): Promise<void> },
): Promise<Actor> {
  const { address, by } = given
  const account = await accountOf(ctx, given.userName)
  if (account?.active) admit(actorOf(account))
  return guarded(ctx, { guesser: `account:${ctx.actor.id}`, target: account?.id }, async () => {
    if (!account?.active) return refuse(ctx, account, 'wrongCredentials', address)
    await prove(actorOf(account)).catch(async (error: unknown) => {
      await audit(ctx, 'confirm', 'refused', { account: account.id, reason: by, address })
      throw error
    })
    return confirmed(ctx, account, by, address)
  })
}
