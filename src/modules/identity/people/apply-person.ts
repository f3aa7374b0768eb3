import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { findAccountByName, readAccount, updateAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { changeAccount } from '../change-account.ts'
import { createAccount } from '../create-account.ts'
import { accountLife } from '../data-files.ts'
import { foldUserName, isUserName } from '../domain/user-name.ts'
import { identityErrors } from '../errors.ts'
import { permissionsOf, requireRolesOfPeople } from '../roles.ts'
import { endSessionsOf } from '../session-store.ts'
import { type AccountRow, tables } from '../tables.ts'

/** A person as the personnel department knows them. What is absent stays as it is. */
export interface Person {
  readonly userName: string
  readonly name?: string | undefined
  readonly roles?: readonly string[] | undefined
  readonly departments?: readonly string[] | undefined
  readonly active?: boolean | undefined
  readonly externalId?: string | undefined
  readonly password?: string | undefined
}

export type Change = 'join' | 'move' | 'leave' | 'return' | 'same'

/** What a line of the personnel department means for the accounts. It opens again only what it closed itself. */
export function changeFor(account: AccountRow | undefined, person: Person): Change {
  if (!account) return person.active === false ? 'same' : 'join'
  if (account.active && person.active === false) return 'leave'
  if (!account.active && person.active === true) {
    if (account.off_reason !== 'left') throw identityErrors.closedHere()
    return 'return'
  }
  const moved =
    (person.name !== undefined && person.name !== account.name) ||
    (person.roles !== undefined && !sameWords(person.roles, account.roles)) ||
    (person.departments !== undefined && !sameWords(person.departments, account.departments)) ||
    (person.externalId !== undefined && person.externalId !== account.external_id)
  return moved ? 'move' : 'same'
}

const sameWords = (a: readonly string[], b: readonly string[]) =>
  [...new Set(a)].sort().join(' ') === [...new Set(b)].sort().join(' ')

/** Who holds special rights is made and changed by administrators, never by a file or another system. */
export function requireProvisionable(roles: readonly string[]): void {
  requireRolesOfPeople(roles)
  const permissions = permissionsOf(roles)
  const refused = accountLife.notByProvisioning.find((permission) => permissions.has(permission))
  if (refused) throw identityErrors.notProvisionable({ roles: roles.join(' ') })
}

/** A file or another system changes only people, and of them only those without special rights. */
export function requireChangeable(account: AccountRow): void {
  if (account.kind !== 'person') throw identityErrors.notProvisionable({ roles: account.roles.join(' ') })
  requireProvisionable(account.roles)
}

/** Carries out a line of the personnel department; returns the account. */
export async function applyPerson(ctx: Context, person: Person): Promise<{ id: string; change: Change }> {
  const userName = foldUserName(person.userName)
  if (!isUserName(userName)) throw identityErrors.userNameInvalid()
  if (person.roles) requireProvisionable(person.roles)
  const before = await findAccountByName(ctx, userName)
  if (before) requireChangeable(before)
  const change = changeFor(before, person)
  const id = before?.id ?? (change === 'join' ? await join(ctx, { ...person, userName }) : '')
  if (before && change !== 'same') await move(ctx, before, person)
  if (change === 'leave') await leave(ctx, id)
  if (change === 'return') await updateAccount(ctx, id, { active: true, off_reason: null, opened_at: ctx.now() })
  if (change === 'return') await audit(ctx, 'account-unlock', 'success', { account: id, reason: 'returned' })
  return { id, change }
}

async function join(ctx: Context, person: Person): Promise<string> {
  const id = await createAccount(ctx, {
    userName: person.userName,
    name: person.name || person.userName,
    ...(person.password === undefined ? {} : { password: person.password, mustChange: true }),
    roles: person.roles ?? [],
    departments: person.departments ?? [],
  })
  if (person.externalId) await updateAccount(ctx, id, { external_id: person.externalId })
  return id
}

async function move(ctx: Context, before: AccountRow, person: Person): Promise<void> {
  await changeAccount(ctx, before.id, {
    ...(person.name === undefined ? {} : { name: person.name }),
    ...(person.roles === undefined ? {} : { roles: [...person.roles] }),
    ...(person.departments === undefined ? {} : { departments: [...person.departments] }),
  })
  if (person.externalId !== undefined && person.externalId !== before.external_id)
    await updateAccount(ctx, before.id, { external_id: person.externalId || null })
}

/** The last day: account, sessions, badges and PIN end together. */
export async function leave(ctx: Context, id: string): Promise<void> {
  const account = await readAccount(ctx, id)
  if (id === ctx.actor.id) throw identityErrors.ownAccount()
  // An account that was closed for another reason stays so: nobody but an administrator opens it.
  if (account.active) await updateAccount(ctx, id, { active: false, off_reason: 'left' })
  const sessions = await endSessionsOf(ctx, id, 'left')
  await sql`update badge set ended_at = ${ctx.now()}, ended_by = ${ctx.actor.id}
    where facility = ${ctx.facility} and account = ${id} and ended_at is null`.execute(ctx.db)
  await tables(ctx)
    .deleteFrom('quick_pin')
    .where('facility', '=', ctx.facility)
    .where('account', '=', id)
    .execute()
  await audit(ctx, 'account-lock', 'success', { account: account.id, reason: 'left', sessions })
}
