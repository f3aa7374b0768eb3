import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { findAccountByName, readAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { createAccount } from '../create-account.ts'
import { accountLife } from '../data-files.ts'
import { foldUserName, isUserName } from '../domain/user-name.ts'
import { identityErrors } from '../errors.ts'
import { hasSecondFactor, secondStepOutside } from '../factors/second-step.ts'
import { tell } from '../notices/tell.ts'
import { permissionsOf } from '../roles.ts'
import { type AccountRow, tables } from '../tables.ts'
import type { ForeignPerson } from './foreign-login.ts'

export interface ForeignAccount {
  readonly account: AccountRow
  readonly mustEnrol: boolean
}

/**
 * The account of a person of a foreign provider: linked before, of the same user name, or made where that is allowed. An account
 * that was there is linked only when the login as a whole succeeds.
 */
export async function accountOfForeign(
  ctx: Context,
  person: ForeignPerson,
  address: string,
): Promise<ForeignAccount> {
  const refuse = (reason: string) =>
    audit(ctx, 'login', 'refused', { reason, provider: person.provider.id, address })
  const known = await linkedTo(ctx, person)
  const found = known === undefined ? await namedBy(ctx, person) : await readAccount(ctx, known)
  if (known === undefined && found && !(await mayBeLinked(ctx, found))) {
    await refuse('foreignNotLinked')
    throw identityErrors.foreignNotLinked()
  }
  const account = found ?? (await inTransaction(ctx, (within) => made(within, person)))
  if (!account) {
    await refuse('foreignUnknown')
    throw identityErrors.foreignUnknown()
  }
  if (!account.active) {
    await refuse('accountOff')
    throw identityErrors.accountOff()
  }
  const mustEnrol = await secondStepOutside(ctx, account, { proven: person.secondFactor, address })
  if (known === undefined && found) await inTransaction(ctx, (within) => link(within, person, found.id))
  return { account, mustEnrol }
}

/** A name at another system opens no account of special rights, of no person, or that has an own second factor. */
async function mayBeLinked(ctx: Context, account: AccountRow): Promise<boolean> {
  const permissions = permissionsOf(account.roles)
  const special = accountLife.notByProvisioning.some((one) => permissions.has(one))
  return account.kind === 'person' && !special && !(await hasSecondFactor(ctx, account.id))
}

async function linkedTo(ctx: Context, { provider, subject }: ForeignPerson): Promise<string | undefined> {
  const row = await tables(ctx)
    .selectFrom('external_identity')
    .select('account')
    .where('facility', '=', ctx.facility)
    .where('provider', '=', provider.id)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account
}

/** Somebody else of the foreign provider who takes over a name there must not take over the account here. */
async function namedBy(ctx: Context, person: ForeignPerson): Promise<AccountRow | undefined> {
  const userName = foldUserName(person.userName ?? '')
  const account = isUserName(userName) ? await findAccountByName(ctx, userName) : undefined
  if (!account) return undefined
  const taken = await tables(ctx)
    .selectFrom('external_identity')
    .select('subject')
    .where('facility', '=', ctx.facility)
    .where('provider', '=', person.provider.id)
    .where('account', '=', account.id)
    .executeTakeFirst()
  if (taken) throw identityErrors.foreignUnknown()
  return account
}

async function made(ctx: Context, person: ForeignPerson): Promise<AccountRow | undefined> {
  const { provider, userName, name } = person
  if (provider.make_roles === null || userName === undefined) return undefined
  const id = await createAccount(ctx, { userName, name: name || userName, roles: provider.make_roles })
  await link(ctx, person, id)
  return readAccount(ctx, id)
}

async function link(ctx: Context, { provider, subject }: ForeignPerson, account: string): Promise<void> {
  await tables(ctx)
    .insertInto('external_identity')
    .values({ facility: ctx.facility, provider: provider.id, subject, account, linked_at: ctx.now() })
    .execute()
  await audit(ctx, 'provider-link', 'success', { account, provider: provider.id })
  await tell(ctx, account, 'foreignLinked', { name: provider.name })
}
