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

/** The accounts among these that are of the person who acts: what another person has to do is shown to them as such. */
export async function ownAmong(ctx: Context, accounts: readonly string[]): Promise<ReadonlySet<string>> {
  const { id, practitionerId } = ctx.actor
  const known = practitionerId === undefined ? [] : await knownAccounts(ctx, { ids: accounts })
  return new Set([id, ...known.filter((one) => one.practitionerId === practitionerId).map((one) => one.id)])
}
