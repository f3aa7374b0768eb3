import type { Actor, Context } from '#platform/context.ts'
import { actorOf } from './actor.ts'
import { audit } from './audit.ts'
import { type LoginRequest, provenAccount } from './login.ts'

/**
 * Who a second person at the screen of another is, by name and password; no session is opened. Failures count as those of
 * a login do, so it must run outside of a transaction that may be rolled back.
 */
export async function confirmPerson(ctx: Context, request: LoginRequest): Promise<Actor> {
  const account = await provenAccount(ctx, request)
  const person = actorOf(account)
  await audit({ ...ctx, actor: person }, 'confirm', 'success', { account: account.id, address: request.address })
  return person
}
