import type { Context } from '#platform/context.ts'
import { type SignerKeyTable, tables } from '../tables.ts'

/** The valid key of an account, if any. */
export async function findKey(ctx: Context, accountId: string): Promise<SignerKeyTable | undefined> {
  return tables(ctx)
    .selectFrom('signer_key')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
}

/** Ends the use of an account's key here; what it signed stays valid. */
export async function dropKey(ctx: Context, accountId: string): Promise<void> {
  await tables(ctx)
    .updateTable('signer_key')
    .set({ revoked_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute()
}
