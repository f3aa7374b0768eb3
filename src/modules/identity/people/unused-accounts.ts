import { sql } from 'kysely'
import type { Job } from '#platform/module.ts'
import { audit } from '../audit.ts'
import { accountLife } from '../data-files.ts'
import { endSessionsOf } from '../session-store.ts'

/**
 * Closes accounts that nobody used for as many days as data/identity/account-life.json says. Demo accounts stay: a demo
 * hospital may rest for months.
 * @see TCVN 14423:2026
 */
export const closeUnused: Job = {
  name: 'identity.close-unused',
  everySeconds: 3600,
  async run(ctx) {
    const before = new Date(ctx.now().getTime() - accountLife.unusedDays * 86_400_000)
    const { rows } = await sql<{ id: string }>`
      update account set active = false, off_reason = 'unused'
      where facility = ${ctx.facility} and active and not demo and kind <> 'system'
        and greatest(last_seen_at, created_at, opened_at) < ${before}
      returning id`.execute(ctx.db)
    for (const { id } of rows) {
      await endSessionsOf(ctx, id, 'unused')
      await audit(ctx, 'account-lock', 'success', { account: id, reason: 'unused', days: accountLife.unusedDays })
    }
    return { expected: rows.length, processed: rows.length, failed: 0 }
  },
}
