import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { quickSwitchRules } from '../data-files.ts'
import { permissionsOf } from '../roles.ts'
import { hashOf, isToken, newToken } from '../session-store.ts'
import { type AccountRow, tables } from '../tables.ts'
import type { ParkedSession } from './contract.ts'
import { findDevice } from './devices.ts'

/** A session that waits behind a locked screen, with its account. */
export interface Parked {
  readonly id: string
  readonly created_at: Date
  readonly locked_at: Date
  readonly place: string | null
  readonly account: AccountRow
  readonly pin_hash: string | null
  readonly badges: number
}

const hourMs = 3_600_000

/** So long after the full login a badge or a PIN counts. */
export function shiftStart(ctx: Context): Date {
  const hours = Math.min(quickSwitchRules.fullLoginHours, ctx.config.sessionMaxHours)
  return new Date(ctx.now().getTime() - hours * hourMs)
}

/** Administrators and whoever must still choose a password come back with the password only. */
export function mayReturnQuickly(account: Pick<AccountRow, 'roles' | 'active' | 'must_change'>): boolean {
  const permissions = permissionsOf(account.roles)
  const excluded = quickSwitchRules.notWithPermission.some((permission) => permissions.has(permission))
  return account.active && !account.must_change && !excluded
}

/** Locks the screen: the session waits, with the place of its person, and its cookie opens nothing any more. */
export async function parkSession(ctx: Context, token: string, place: string | undefined): Promise<boolean> {
  if (!isToken(token)) return false
  const row = await tables(ctx)
    .updateTable('session')
    .set({ locked_at: ctx.now(), place: place ?? null })
    .where('facility', '=', ctx.facility)
    .where('token_hash', '=', hashOf(token))
    .where('ended_at', 'is', null)
    .where('locked_at', 'is', null)
    .returning(['id', 'account'])
    .executeTakeFirst()
  if (!row) return false
  await audit(ctx, 'screen-lock', 'success', { account: row.account, session: row.id })
  return true
}

/** The sessions that wait in one browser, the latest first. */
export async function parkedAt(ctx: Context, deviceToken: string | undefined): Promise<readonly Parked[]> {
  const device = await findDevice(ctx, deviceToken)
  if (device === undefined) return []
  const { rows } = await sql<Parked>`
    select s.id, s.created_at, s.locked_at, s.place, to_jsonb(a) - 'password_hash' as account, p.pin_hash,
      (select count(*)::int from badge b where b.facility = s.facility and b.account = s.account and b.ended_at is null) as badges
    from session s
    join account a on a.facility = s.facility and a.id = s.account
    left join quick_pin p on p.facility = s.facility and p.account = s.account
    where s.facility = ${ctx.facility} and s.device = ${device} and s.ended_at is null and s.locked_at is not null and not s.must_enrol
      and s.created_at > ${shiftStart(ctx)}
    order by s.locked_at desc`.execute(ctx.db)
  return rows.filter(({ account }) => account.active)
}

/** Who may come back at this browser. */
export async function listParked(ctx: Context, deviceToken: string | undefined): Promise<ParkedSession[]> {
  const lengthMs = ctx.now().getTime() - shiftStart(ctx).getTime()
  return (await parkedAt(ctx, deviceToken)).map((row) => {
    const quickly = mayReturnQuickly(row.account)
    return {
      id: row.id,
      name: row.account.name,
      lockedAt: row.locked_at.toISOString(),
      until: new Date(row.created_at.getTime() + lengthMs).toISOString(),
      pin: quickly && row.pin_hash !== null,
      badge: quickly && row.badges > 0,
    }
  })
}

/** Opens a waiting session again under a new token; the one before is worth nothing. */
export async function unparkSession(ctx: Context, id: string): Promise<string> {
  const token = newToken()
  await tables(ctx)
    .updateTable('session')
    .set({ token_hash: hashOf(token), locked_at: null, place: null, last_seen_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .execute()
  return token
}

/** A person who logged in fully again needs no waiting session of the same browser; returns where they were. */
export async function replaceParked(ctx: Context, account: string, device: string): Promise<string | undefined> {
  const rows = await tables(ctx)
    .updateTable('session')
    .set({ ended_at: ctx.now(), end_reason: 'replaced' })
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('device', '=', device)
    .where('ended_at', 'is', null)
    .where('locked_at', 'is not', null)
    .returning('place')
    .execute()
  return rows.at(-1)?.place ?? undefined
}
