import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { readAccount } from './account-store.ts'
import type { AccountSummary, SessionSummary } from './contract.ts'
import { attemptKey } from './login-attempts.ts'
import { sessionLimits } from './session-store.ts'
import { type AccountRow, tables } from './tables.ts'

type Listed = AccountRow & { open_sessions: number }

/** Accounts of the facility in order of user name. A facility has hundreds, not millions. */
export async function listAccounts(ctx: Context): Promise<AccountSummary[]> {
  const limits = sessionLimits(ctx.config)
  const now = ctx.now()
  const idleSince = new Date(now.getTime() - limits.idleMinutes * 60_000)
  const madeSince = new Date(now.getTime() - limits.maxHours * 3_600_000)
  const { rows } = await sql<Listed>`
    select a.*, (
      select count(*)::int from session s
      where s.facility = a.facility and s.account = a.id and s.ended_at is null
        and s.last_seen_at > ${idleSince} and s.created_at > ${madeSince}) as open_sessions
    from account a where a.facility = ${ctx.facility} order by a.user_name`.execute(ctx.db)
  const locks = await openLocks(ctx)
  return rows.map((row) => summary(row, locks.get(attemptKey(row.user_name).toString('hex'))))
}

/** Names under which login is closed now, by their hash. */
async function openLocks(ctx: Context): Promise<ReadonlyMap<string, Date>> {
  const rows = await tables(ctx)
    .selectFrom('login_attempt')
    .select(['name_hash', 'locked_until'])
    .where('facility', '=', ctx.facility)
    .where('locked_until', '>', ctx.now())
    .execute()
  return new Map(
    rows.flatMap((row) => (row.locked_until ? [[row.name_hash.toString('hex'), row.locked_until]] : [])),
  )
}

function summary(row: Listed, lockedUntil: Date | undefined): AccountSummary {
  return {
    id: row.id,
    userName: row.user_name,
    name: row.name,
    kind: row.kind,
    roles: row.roles,
    departments: row.departments,
    active: row.active,
    openSessions: row.open_sessions,
    mustChangePassword: row.must_change,
    ...(lockedUntil ? { lockedUntil: lockedUntil.toISOString() } : {}),
    ...(row.last_seen_at ? { lastSeenAt: row.last_seen_at.toISOString() } : {}),
  }
}

/** The latest sessions of an account, open and ended. */
export async function listSessions(ctx: Context, account: string): Promise<SessionSummary[]> {
  await readAccount(ctx, account)
  const rows = await tables(ctx)
    .selectFrom('session')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .orderBy('created_at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    address: row.address,
    userAgent: row.user_agent,
    ...(row.ended_at ? { endedAt: row.ended_at.toISOString() } : {}),
    ...(row.end_reason ? { endReason: row.end_reason } : {}),
  }))
}
