import type { Selectable } from 'kysely'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { identityErrors } from './errors.ts'
import { type AccountRow, tables } from './tables.ts'

/** The emergency account is closed when its time is over, whether a job has closed it by then or not. */
function asOfNow(ctx: Context, row: AccountRow | undefined): AccountRow | undefined {
  return row && { ...row, active: row.active && !isOver(row, ctx.now()) }
}

/** Whether the time of an emergency account is over. */
export function isOver(account: { readonly emergency_until: Date | string | null }, now: Date): boolean {
  return account.emergency_until !== null && new Date(account.emergency_until) <= now
}

export async function findAccountByName(ctx: Context, userName: string): Promise<AccountRow | undefined> {
  const row = await tables(ctx)
    .selectFrom('account')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('user_name', '=', userName)
    .executeTakeFirst()
  return asOfNow(ctx, row)
}

export async function findAccount(ctx: Context, id: string): Promise<AccountRow | undefined> {
  if (!isUuid(id)) return undefined
  const row = await tables(ctx)
    .selectFrom('account')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .executeTakeFirst()
  return asOfNow(ctx, row)
}

/** An account by its id; fails with `identity.accountNotFound`. */
export async function readAccount(ctx: Context, id: string): Promise<AccountRow> {
  const account = await findAccount(ctx, id)
  if (!account) throw identityErrors.accountNotFound({ id: id.slice(0, 64) })
  return account
}

export async function updateAccount(
  ctx: Context,
  id: string,
  change: Partial<Omit<Selectable<AccountRow>, 'facility' | 'id'>>,
): Promise<void> {
  await tables(ctx)
    .updateTable('account')
    .set(change)
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .execute()
}

export async function insertAccount(ctx: Context, row: Omit<AccountRow, 'facility'>): Promise<void> {
  try {
    await tables(ctx)
      .insertInto('account')
      .values({ facility: ctx.facility, ...row })
      .execute()
  } catch (cause) {
    if ((cause as { constraint?: string }).constraint === 'account_facility_user_name_key')
      throw identityErrors.userNameTaken({ userName: row.user_name }, cause)
    throw cause
  }
}

/** Whether the installation has any account at all. */
export async function hasAccounts(ctx: Context): Promise<boolean> {
  const row = await tables(ctx).selectFrom('account').select('id').limit(1).executeTakeFirst()
  return row !== undefined
}
