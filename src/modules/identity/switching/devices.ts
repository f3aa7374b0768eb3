import { sql } from 'kysely'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { endConsentsIn } from '../oauth/consents.ts'
import { hashOf, isToken, newToken, printable } from '../session-store.ts'
import { tables } from '../tables.ts'
import type { OwnDevice } from './contract.ts'

export interface Browser {
  /** Value of the cookie lo_device. */
  readonly token: string | undefined
  readonly address: string
  readonly userAgent: string
}

export interface KnownBrowser {
  readonly id: string
  readonly token: string
}

/** The device behind a cookie; undefined when the cookie is none of ours. */
export async function findDevice(ctx: Context, token: string | undefined): Promise<string | undefined> {
  if (!token || !isToken(token)) return undefined
  const row = await tables(ctx)
    .selectFrom('login_device')
    .select('id')
    .where('facility', '=', ctx.facility)
    .where('token_hash', '=', hashOf(token))
    .executeTakeFirst()
  return row?.id
}

/** The browser of a login, met again or for the first time. */
export async function rememberDevice(ctx: Context, browser: Browser): Promise<KnownBrowser> {
  const now = ctx.now()
  const seen = { last_seen_at: now, address: browser.address, user_agent: printable(browser.userAgent) }
  const id = await findDevice(ctx, browser.token)
  if (id !== undefined && browser.token !== undefined) {
    await tables(ctx)
      .updateTable('login_device')
      .set(seen)
      .where('facility', '=', ctx.facility)
      .where('id', '=', id)
      .execute()
    return { id, token: browser.token }
  }
  const made = { id: ctx.newId(), token: newToken() }
  await tables(ctx)
    .insertInto('login_device')
    .values({ facility: ctx.facility, id: made.id, token_hash: hashOf(made.token), created_at: now, ...seen })
    .execute()
  return made
}

interface DeviceOfAccount {
  readonly id: string
  readonly address: string
  readonly user_agent: string
  readonly first_seen_at: Date
  readonly last_seen_at: Date
  readonly open_sessions: number
}

/** The browsers in which an account was used, the latest first. */
export async function listDevices(ctx: Context, account: string, here: string | undefined): Promise<OwnDevice[]> {
  const { rows } = await sql<DeviceOfAccount>`
    select d.id, d.address, d.user_agent, min(s.created_at) as first_seen_at, max(s.last_seen_at) as last_seen_at,
      count(*) filter (where s.ended_at is null)::int as open_sessions
    from session s join login_device d on d.facility = s.facility and d.id = s.device
    where s.facility = ${ctx.facility} and s.account = ${account}
    group by d.id, d.address, d.user_agent order by max(s.last_seen_at) desc limit 30`.execute(ctx.db)
  return rows.map((row) => ({
    id: row.id,
    address: row.address,
    userAgent: row.user_agent,
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    openSessions: row.open_sessions,
    here: row.id === here,
  }))
}

/** Ends every session of an account in one browser: it was lost, or somebody else has it now. */
export async function endDevice(ctx: Context, account: string, device: string): Promise<void> {
  if (!isUuid(device)) throw identityErrors.deviceNotFound({ id: device })
  const known = await tables(ctx)
    .selectFrom('session')
    .select('id')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('device', '=', device)
    .executeTakeFirst()
  if (!known) throw identityErrors.deviceNotFound({ id: device })
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('session')
    .set({ ended_at: ctx.now(), end_reason: 'device' })
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('device', '=', device)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  await endConsentsIn(ctx, account, device)
  await audit(ctx, 'device-end', 'success', { account, device, sessions: Number(numUpdatedRows) })
}
