import { sql } from 'kysely'
import type { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { signingErrors } from '../errors.ts'
import { type SignerKeyTable, tables } from '../tables.ts'

const lockMinutes = 30

const lockedUntil = (ctx: Context): Date => new Date(ctx.now().getTime() + lockMinutes * 60_000)

/**
 * Counts a try before the PIN is looked at, so that tries side by side cannot pass the limit. The last one
 * locks the key at once; the right PIN opens it again.
 */
export async function countTry(ctx: Context, key: SignerKeyTable, most: number): Promise<number> {
  const now = ctx.now()
  const until = lockedUntil(ctx)
  const { rows } = await sql<{ failures: number }>`
    update signer_key k set failures = t.tries, locked_until = case when t.tries >= ${most} then ${until}::timestamptz end
    from (select case when locked_until is null then failures + 1 else 1 end as tries
          from signer_key where facility = ${ctx.facility} and id = ${key.id} for update) t
    where k.facility = ${ctx.facility} and k.id = ${key.id} and (k.locked_until is null or k.locked_until <= ${now})
    returning k.failures`.execute(ctx.db)
  const counted = rows[0]
  if (!counted) throw signingErrors.pinLocked({ until: (key.locked_until ?? until).toISOString() })
  return counted.failures
}

export async function forgetTries(ctx: Context, key: SignerKeyTable): Promise<void> {
  await tables(ctx)
    .updateTable('signer_key')
    .set({ failures: 0, locked_until: null })
    .where('facility', '=', ctx.facility)
    .where('id', '=', key.id)
    .execute()
}

export function wrongPin(ctx: Context, left: number): AppError {
  return left > 0
    ? signingErrors.pinWrong({ left })
    : signingErrors.pinLocked({ until: lockedUntil(ctx).toISOString() })
}
