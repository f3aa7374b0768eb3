import type { Context } from '#platform/context.ts'
import { knownAccounts } from './known-accounts.ts'

/**
 * Whether an account is of the person who acts: the own one, or another of the same practitioner. What takes two persons asks
 * this, for two accounts are not two persons.
 */
export async function isSamePerson(ctx: Context, account: string): Promise<boolean> {
  const { id, practitionerId } = ctx.actor
  if (account === id) return true
  if (practitionerId === undefined) return false
  const [known] = await knownAccounts(ctx, { ids: [account] })
  return known?.practitionerId === practitionerId
}
