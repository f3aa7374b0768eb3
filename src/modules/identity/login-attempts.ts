import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { loginLimits } from './data-files.ts'
import { lockMinutesAfter } from './domain/login-lock.ts'
import { foldUserName } from './domain/user-name.ts'
import { identityErrors } from './errors.ts'
import { tables } from './tables.ts'

/** Key of a user name's failures. Any text has one, so hostile names never reach a query as text. */
export function attemptKey(userName: string): Buffer {
  return createHash('sha256').update(foldUserName(userName)).digest()
}

/** `identity.locked`, with the end of the lock and the minutes until then. */
export function lockedError(until: Date, now: Date) {
  const minutes = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 60_000))
  return identityErrors.locked({ until: until.toISOString(), minutes })
}

/** Throws `identity.locked` while login under this name is closed. */
export async function refuseWhileLocked(ctx: Context, key: Buffer): Promise<void> {
  const row = await tables(ctx)
    .selectFrom('login_attempt')
    .select('locked_until')
    .where('facility', '=', ctx.facility)
    .where('name_hash', '=', key)
    .executeTakeFirst()
  const now = ctx.now()
  if (row?.locked_until && row.locked_until > now) throw lockedError(row.locked_until, now)
}

export interface Counted {
  /** Failures in a row. */
  readonly failed: number
  /** Until when login is closed now, if it is. */
  readonly until?: Date
}

/** Counts a failure. */
export async function countFailure(ctx: Context, key: Buffer): Promise<Counted> {
  const now = ctx.now()
  const forgetBefore = new Date(now.getTime() - loginLimits.forgetFailuresAfterHours * 3_600_000)
  const { rows } = await sql<{ failed_count: number }>`
    insert into login_attempt as was (facility, name_hash, failed_count, last_failed_at)
    values (${ctx.facility}, ${key}, 1, ${now})
    on conflict (facility, name_hash) do update set
      failed_count = case when was.last_failed_at < ${forgetBefore} then 1 else was.failed_count + 1 end,
      last_failed_at = ${now}
    returning failed_count`.execute(ctx.db)
  const failed = rows[0]?.failed_count ?? 1
  const minutes = lockMinutesAfter(failed, loginLimits)
  if (minutes === 0) return { failed }
  const until = new Date(now.getTime() + minutes * 60_000)
  await tables(ctx)
    .updateTable('login_attempt')
    .set({ locked_until: until })
    .where('facility', '=', ctx.facility)
    .where('name_hash', '=', key)
    .execute()
  return { failed, until }
}

/** Forgets the failures of a name: after a right password, or when an administrator unlocks. */
export async function forgetFailures(ctx: Context, key: Buffer): Promise<void> {
  await tables(ctx)
    .deleteFrom('login_attempt')
    .where('facility', '=', ctx.facility)
    .where('name_hash', '=', key)
    .execute()
}
