import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { mailSender } from '#platform/outbound/mail.ts'
import { readAccount, updateAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { requireOwnPassword } from '../set-password.ts'
import type { OwnEmail } from './contract.ts'
import { tell } from './tell.ts'

export async function readEmail(ctx: Context): Promise<OwnEmail> {
  const { email } = await readAccount(ctx, ctx.actor.id)
  return { sends: mailSender(ctx.config) !== undefined, ...(email ? { email } : {}) }
}

/** A person says where notices go. The address before is told too, so that nobody turns the notices away unseen. */
export async function setEmail(
  ctx: Context,
  given: { readonly current: string; readonly email?: string },
): Promise<void> {
  const { id, email: before } = await requireOwnPassword(ctx, given.current)
  const email = given.email?.normalize('NFKC') ?? null
  if (email === before) return
  await inTransaction(ctx, async (within) => {
    await updateAccount(within, id, { email })
    await audit(within, 'email-set', 'success', { account: id, email: email === null ? 'removed' : 'set' })
    await tell(within, id, 'emailChanged', {}, before)
  })
}
