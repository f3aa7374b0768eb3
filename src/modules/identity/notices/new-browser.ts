import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { printable } from '../session-store.ts'
import type { AccountRow } from '../tables.ts'
import { tell } from './tell.ts'

/**
 * Tells a person of a login in a browser where they never were, when they were in others before. Demo accounts belong to
 * everybody, so nobody learns anything from it.
 */
export async function tellOfBrowser(
  ctx: Context,
  account: Pick<AccountRow, 'id' | 'demo'>,
  device: string,
  from: { readonly address: string; readonly userAgent: string },
): Promise<void> {
  if (account.demo) return
  const { rows } = await sql<{ here: number; elsewhere: number }>`
    select count(*) filter (where device = ${device})::int as here,
      count(*) filter (where device is distinct from ${device})::int as elsewhere
    from session where facility = ${ctx.facility} and account = ${account.id}`.execute(ctx.db)
  const { here = 0, elsewhere = 0 } = rows[0] ?? {}
  if (here !== 1 || elsewhere === 0) return
  await tell(ctx, account.id, 'newBrowser', { address: from.address, browser: printable(from.userAgent) })
}
