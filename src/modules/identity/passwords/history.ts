import type { Context } from '#platform/context.ts'
import { passwordRules } from '../data-files.ts'
import { passwordMatches } from '../password.ts'
import { type AccountRow, tables } from '../tables.ts'

const latest = (ctx: Context, account: string) =>
  tables(ctx)
    .selectFrom('password_history')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .orderBy('set_at', 'desc')

/** Whether a password is the present one or one of the last that the person had. */
export async function wasUsedBefore(ctx: Context, account: AccountRow, password: string): Promise<boolean> {
  if (await passwordMatches(account.password_hash, password)) return true
  const rows = await latest(ctx, account.id)
    .select('password_hash')
    .limit(passwordRules.notOfTheLast - 1)
    .execute()
  for (const row of rows) if (await passwordMatches(row.password_hash, password)) return true
  return false
}

/** Keeps the password that is about to be replaced, and forgets those nobody asks about any more. */
export async function rememberPassword(ctx: Context, account: AccountRow): Promise<void> {
  if (account.password_hash === null) return
  await tables(ctx)
    .insertInto('password_history')
    .values({
      facility: ctx.facility,
      account: account.id,
      set_at: ctx.now(),
      password_hash: account.password_hash,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const kept = await latest(ctx, account.id).select('set_at').limit(passwordRules.notOfTheLast).execute()
  const oldest = kept.at(-1)
  if (kept.length < passwordRules.notOfTheLast || !oldest) return
  await tables(ctx)
    .deleteFrom('password_history')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account.id)
    .where('set_at', '<', oldest.set_at)
    .execute()
}
