import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { addressLimiter } from '../login.ts'
import type { AccountRow } from '../tables.ts'
import { type Origin, provePasskeyLogin } from './login-passkeys.ts'

/** Who logs in with a passkey alone: the device that has it and the biometrics or PIN that open it are two factors. */
export async function passkeyLogin(
  ctx: Context,
  given: {
    readonly origin: Origin
    readonly response: Readonly<Record<string, unknown>>
    readonly address: string
  },
): Promise<AccountRow> {
  const { address } = given
  const seconds = addressLimiter(ctx.config).take(address, ctx.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
  const account = await provePasskeyLogin(ctx, given.origin, given.response).catch(async (error: unknown) => {
    await audit(ctx, 'login', 'refused', { reason: 'passkeyWrong', address })
    throw error
  })
  addressLimiter(ctx.config).giveBack(address)
  if (account.active) return account
  await audit(ctx, 'login', 'refused', { account: account.id, reason: 'accountOff', address })
  throw identityErrors.accountOff()
}
