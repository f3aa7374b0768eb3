import { createHash, createHmac, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Config } from '#platform/config.ts'
import type { Context, Db } from '#platform/context.ts'
import type { SessionLimits } from './domain/session-life.ts'
import { endConsentsOf } from './oauth/consents.ts'
import { type AccountRow, type EndReason, type Factor, type SessionRow, tables } from './tables.ts'

/** What is needed to know who acts. */
export type ActingAccount = Pick<
  AccountRow,
  | 'id'
  | 'user_name'
  | 'kind'
  | 'name'
  | 'practitioner_id'
  | 'patient_id'
  | 'roles'
  | 'departments'
  | 'active'
  | 'must_change'
  | 'emergency_until'
>

export type LiveSession = Pick<
  SessionRow,
  'facility' | 'id' | 'created_at' | 'last_seen_at' | 'must_enrol' | 'factors'
> & {
  account: ActingAccount
}

export function sessionLimits(config: Config): SessionLimits {
  return { idleMinutes: config.sessionIdleMinutes, maxHours: config.sessionMaxHours }
}

const tokenPattern = /^[A-Za-z0-9_-]{43}$/

/** 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function isToken(text: string): boolean {
  return tokenPattern.test(text)
}

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** The CSRF token follows from the session's, so nothing more is stored and it never runs apart from it. */
export function csrfOf(token: string): string {
  return createHmac('sha256', token).update('lanong csrf').digest('base64url')
}

/** Opens a session and returns its token, 256 random bits, which is kept nowhere. */
export async function openSession(
  ctx: Context,
  of: {
    readonly account: string
    readonly address: string
    readonly userAgent: string
    readonly factors: readonly Factor[]
    readonly device?: string | undefined
    readonly mustEnrol?: boolean
  },
): Promise<string> {
  const token = newToken()
  const now = ctx.now()
  await tables(ctx)
    .insertInto('session')
    .values({
      facility: ctx.facility,
      token_hash: hashOf(token),
      id: ctx.newId(),
      account: of.account,
      created_at: now,
      last_seen_at: now,
      address: of.address,
      user_agent: printable(of.userAgent),
      ended_at: null,
      end_reason: null,
      device: of.device ?? null,
      factors: [...of.factors],
      locked_at: null,
      place: null,
      must_enrol: of.mustEnrol ?? false,
    })
    .execute()
  return token
}

/** What a browser says of itself, fit for a list. */
export function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
}

/** The session of a cookie with its account; undefined when there is none, it ended, or waits behind a locked screen. */
export async function findSession(db: Db, token: string): Promise<LiveSession | undefined> {
  if (!tokenPattern.test(token)) return undefined
  const { rows } = await sql<LiveSession>`
    select s.facility, s.id, s.created_at, s.last_seen_at, s.must_enrol, s.factors, to_jsonb(a) - 'password_hash' as account
    from session s join account a on a.facility = s.facility and a.id = s.account
    where s.token_hash = ${hashOf(token)} and s.ended_at is null and s.locked_at is null`.execute(db)
  return rows[0]
}

export async function touchSession(db: Db, session: LiveSession, now: Date): Promise<void> {
  await sql`update session set last_seen_at = ${now} where facility = ${session.facility} and id = ${session.id}`.execute(
    db,
  )
  await sql`update account set last_seen_at = ${now}
    where facility = ${session.facility} and id = ${session.account.id}`.execute(db)
}

/** Ends one session by its token; returns whether it was open. */
export async function endSession(ctx: Context, token: string, reason: EndReason): Promise<boolean> {
  if (!tokenPattern.test(token)) return false
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('session')
    .set({ ended_at: ctx.now(), end_reason: reason })
    .where('facility', '=', ctx.facility)
    .where('token_hash', '=', hashOf(token))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Ends what is open at a browser, but the one session: for a login that could not show the cookie of the session before. */
export async function endOthersAt(ctx: Context, device: string, keepToken: string): Promise<void> {
  await tables(ctx)
    .updateTable('session')
    .set({ ended_at: ctx.now(), end_reason: 'replaced' })
    .where('facility', '=', ctx.facility)
    .where('device', '=', device)
    .where('ended_at', 'is', null)
    .where('locked_at', 'is', null)
    .where('token_hash', '<>', hashOf(keepToken))
    .execute()
}

/** Ends every session of an account, but the one kept, and what applications may do in its name; returns how many were open. */
export async function endSessionsOf(
  ctx: Context,
  account: string,
  reason: EndReason,
  keepToken?: string,
): Promise<number> {
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('session')
    .set({ ended_at: ctx.now(), end_reason: reason })
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('ended_at', 'is', null)
    .where('token_hash', '<>', hashOf(keepToken ?? ''))
    .executeTakeFirst()
  await endConsentsOf(ctx, account, reason)
  return Number(numUpdatedRows)
}
