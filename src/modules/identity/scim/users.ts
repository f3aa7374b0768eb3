import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { findAccount, findAccountByName, updateAccount } from '../account-store.ts'
import { foldUserName } from '../domain/user-name.ts'
import { applyPerson, leave, requireChangeable } from '../people/apply-person.ts'
import { type AccountRow, tables } from '../tables.ts'
import { patchedUser, readOperations, readUser } from './read-user.ts'
import { listOf, userOf } from './resources.ts'
import { scimError } from './scim-error.ts'

const mostPerPage = 200

export interface ListQuery {
  readonly filter?: string
  readonly startIndex?: string
  readonly count?: string
}

async function readPerson(ctx: Context, id: string): Promise<AccountRow> {
  const account = await findAccount(ctx, id)
  if (account?.kind !== 'person') throw scimError(404, undefined, `User ${id.slice(0, 64)} not found`)
  return account
}

/** `userName eq "bacsi"`: the only questions that provisioning systems ask. @see RFC 7644 §3.4.2.2 */
export function readUserFilter(filter: string): {
  readonly column: 'user_name' | 'external_id'
  readonly value: string
} {
  const [, name = '', value = ''] = /^\s*(userName|externalId)\s+eq\s+"([^"\\\0]{1,200})"\s*$/i.exec(filter) ?? []
  if (name === '') throw scimError(400, 'invalidFilter')
  return name.toLowerCase() === 'username'
    ? { column: 'user_name', value: foldUserName(value) }
    : { column: 'external_id', value }
}

export async function listUsers(ctx: Context, query: ListQuery, base: string) {
  const start = Math.max(1, Number(query.startIndex ?? 1) || 1)
  const count = Math.min(mostPerPage, Math.max(0, Number(query.count ?? mostPerPage) || 0))
  const filter = query.filter === undefined ? undefined : readUserFilter(query.filter)
  const where = filter ? sql`and ${sql.ref(filter.column)} = ${filter.value}` : sql``
  const { rows } = await sql<AccountRow>`
    select * from account where facility = ${ctx.facility} and kind = 'person' ${where}
    order by user_name offset ${start - 1} limit ${count}`.execute(ctx.db)
  const { rows: total } = await sql<{ n: number }>`
    select count(*)::int as n from account where facility = ${ctx.facility} and kind = 'person' ${where}`.execute(
    ctx.db,
  )
  return listOf(
    rows.map((row) => userOf(row, base)),
    total[0]?.n ?? 0,
    start,
  )
}

export async function readOneUser(ctx: Context, id: string, base: string) {
  return userOf(await readPerson(ctx, id), base)
}

export async function createUser(ctx: Context, body: unknown, base: string) {
  const person = readUser(body)
  if (await findAccountByName(ctx, foldUserName(person.userName))) throw scimError(409, 'uniqueness')
  return inTransaction(ctx, async (within) => {
    const { id } = await applyPerson(within, { ...person, active: true })
    if (person.active === false) await leave(within, id)
    return readOneUser(within, id, base)
  })
}

/** The user as it shall be; the name of the account is no part of it that may change. */
export async function replaceUser(ctx: Context, id: string, body: unknown, base: string) {
  const account = await readPerson(ctx, id)
  const person = readUser(body)
  if (foldUserName(person.userName) !== account.user_name) throw scimError(400, 'mutability')
  await inTransaction(ctx, (within) => applyPerson(within, person))
  return readOneUser(ctx, id, base)
}

export async function patchUser(ctx: Context, id: string, body: unknown, base: string) {
  const account = await readPerson(ctx, id)
  return replaceUser(ctx, id, patchedUser(userOf(account, base), readOperations(body)), base)
}

/** An account is never erased, since the journal names it: it is closed. */
export async function deleteUser(ctx: Context, id: string): Promise<void> {
  const account = await readPerson(ctx, id)
  requireChangeable(account)
  await inTransaction(ctx, (within) => leave(within, id))
}

export function membersOf(ctx: Context, role: string): Promise<AccountRow[]> {
  return tables(ctx)
    .selectFrom('account')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('kind', '=', 'person')
    .where(sql<boolean>`${role} = any(roles)`)
    .orderBy('user_name')
    .execute()
}

/** Gives a role to a person or takes it away. */
export async function setMember(ctx: Context, id: string, role: string, member: boolean): Promise<void> {
  const account = await readPerson(ctx, id)
  const others = account.roles.filter((one) => one !== role)
  await applyPerson(ctx, { userName: account.user_name, roles: member ? [...others, role] : others })
  if (!account.active) await updateAccount(ctx, id, { active: false })
}
