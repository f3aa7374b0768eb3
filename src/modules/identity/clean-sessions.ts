import { sql } from 'kysely'
import type { Job } from '#platform/module.ts'
import { loginLimits } from './data-files.ts'
import { sessionLimits } from './session-store.ts'

/**
 * Marks sessions that ran out, and removes rows that are no longer needed. Ended sessions stay as login
 * information for as long as data/identity/login-limits.json says.
 * @see NĐ 330/2026/NĐ-CP Điều 34: login information is kept for at least 90 days
 */
export const cleanSessions: Job = {
  name: 'identity.clean-sessions',
  everySeconds: 600,
  async run(ctx) {
    const limits = sessionLimits(ctx.config)
    const now = ctx.now()
    const before = (ms: number) => new Date(now.getTime() - ms)
    const dayMs = 24 * 3_600_000
    const expired = await sql`
      update session set ended_at = ${now}, end_reason = 'expired'
      where facility = ${ctx.facility} and ended_at is null
        and ((locked_at is null and last_seen_at < ${before(limits.idleMinutes * 60_000)}) or created_at < ${before(limits.maxHours * 3_600_000)})`.execute(
      ctx.db,
    )
    const old = await sql`delete from session
      where facility = ${ctx.facility} and ended_at < ${before(loginLimits.keepSessionsDays * dayMs)}`.execute(
      ctx.db,
    )
    const failures = await sql`delete from login_attempt
      where facility = ${ctx.facility} and last_failed_at < ${before(loginLimits.forgetFailuresAfterHours * 3_600_000)}
        and (locked_until is null or locked_until < ${now})`.execute(ctx.db)
    const states =
      await sql`delete from oauth_state where facility = ${ctx.facility} and expires_at < now()`.execute(ctx.db)
    const challenges =
      await sql`delete from login_challenge where facility = ${ctx.facility} and expires_at < ${now}`.execute(
        ctx.db,
      )
    await sql`delete from smart_launch where facility = ${ctx.facility} and expires_at < ${now}`.execute(ctx.db)
    await sql`delete from external_login where facility = ${ctx.facility} and expires_at < ${now}`.execute(ctx.db)
    const guessed = new Date(now.getTime() - loginLimits.forgetGuessesAfterHours * 3_600_000)
    await sql`delete from guess where facility = ${ctx.facility} and last_at < ${guessed}`.execute(ctx.db)
    await sql`delete from oauth_revoked where facility = ${ctx.facility} and expires_at < now()`.execute(ctx.db)
    const processed = [expired, old, failures, states, challenges].reduce(
      (sum, { numAffectedRows }) => sum + Number(numAffectedRows ?? 0),
      0,
    )
    return { expected: processed, processed, failed: 0 }
  },
}
