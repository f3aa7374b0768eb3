import { sql } from 'kysely'
import type { Context, Db } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import type { EndReason, Factor, OAuthConsentRow } from '../tables.ts'
import { tables } from '../tables.ts'
import type { OwnApplication } from './contract.ts'

/** Where a person agreed: the session, and how they had proven themselves there. */
export interface AgreedIn {
  readonly session: string
  readonly factors: readonly Factor[]
  readonly authTime: Date
}

export async function keepConsent(
  ctx: Context,
  given: AgreedIn & {
    readonly grantId: string
    readonly clientId: string
    readonly scopes: readonly string[]
    readonly patient: string | undefined
  },
): Promise<void> {
  await tables(ctx)
    .insertInto('oauth_consent')
    .values({
      facility: ctx.facility,
      grant_id: given.grantId,
      account: ctx.actor.id,
      client_id: given.clientId,
      session: given.session,
      scopes: [...given.scopes],
      patient: given.patient ?? null,
      offline: given.scopes.includes('offline_access'),
      factors: [...given.factors],
      auth_time: given.authTime,
      made_at: ctx.now(),
      ended_at: null,
    })
    .execute()
}

export type Standing = Pick<OAuthConsentRow, 'factors' | 'auth_time' | 'session'>

/**
 * What a person let an application do, while it stands: not withdrawn, not ended with the account's sessions, and, unless the
 * application was allowed to go on alone, the session in which it was given is open.
 *
 * @param jti of the token that asks; one that was given back is good for nothing
 */
export async function standingConsent(
  db: Db,
  { grantId, account, jti = '' }: { readonly grantId: string; readonly account: string; readonly jti?: string },
): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select c.factors, c.auth_time, c.session from oauth_consent c
    left join session s on s.facility = c.facility and s.id = c.session
    where c.grant_id = ${grantId} and c.account::text = ${account} and c.ended_at is null
      and (c.offline or (s.id is not null and s.ended_at is null))
      and not exists (select from oauth_revoked r where r.facility = c.facility and r.jti = ${jti})`.execute(db)
  return rows[0]
}

/** What was agreed to, for the claims of a token. */
export async function findConsent(db: Db, grantId: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    select factors, auth_time, session from oauth_consent where grant_id = ${grantId} and ended_at is null`.execute(
    db,
  )
  return rows[0]
}

/** Whatever ends all sessions of an account ends what applications may do in its name. */
const endsConsents: ReadonlySet<EndReason> = new Set<EndReason>([
  'password',
  'administrator',
  'unused',
  'left',
  'expired',
])

export async function endConsentsOf(ctx: Context, account: string, reason: EndReason): Promise<void> {
  if (!endsConsents.has(reason)) return
  const { rows } = await sql<{ grant_id: string }>`
    update oauth_consent set ended_at = ${ctx.now()}
    where facility = ${ctx.facility} and account = ${account} and ended_at is null returning grant_id`.execute(
    ctx.db,
  )
  await forgetGrants(
    ctx.db,
    rows.map(({ grant_id }) => grant_id),
  )
}

/** What was agreed to in a browser that is lost ends with it. */
export async function endConsentsIn(ctx: Context, account: string, device: string): Promise<void> {
  const { rows } = await sql<{ grant_id: string }>`
    update oauth_consent c set ended_at = ${ctx.now()} from session s
    where c.facility = ${ctx.facility} and c.account = ${account} and c.ended_at is null
      and s.facility = c.facility and s.id = c.session and s.device = ${device} returning c.grant_id`.execute(
    ctx.db,
  )
  await forgetGrants(
    ctx.db,
    rows.map(({ grant_id }) => grant_id),
  )
}

/** Codes and refresh tokens of grants; the library keeps them under its own facility. */
async function forgetGrants(db: Db, grants: readonly string[]): Promise<void> {
  if (grants.length === 0) return
  await sql`delete from oauth_state where grant_id = any(${[...grants]})`.execute(db)
}

interface Listed extends OAuthConsentRow {
  readonly name: string
}

/** The applications that may act in the name of the person now. */
export async function listApplications(ctx: Context): Promise<OwnApplication[]> {
  const since = new Date(ctx.now().getTime() - ctx.config.sessionMaxHours * 3_600_000)
  const { rows } = await sql<Listed>`
    select c.*, o.name from oauth_consent c
    join oauth_client o on o.client_id = c.client_id
    left join session s on s.facility = c.facility and s.id = c.session
    where c.facility = ${ctx.facility} and c.account = ${ctx.actor.id} and c.ended_at is null and c.made_at > ${since}
      and (c.offline or (s.id is not null and s.ended_at is null))
    order by c.made_at desc`.execute(ctx.db)
  return rows.map(({ grant_id, name, scopes, patient, offline, made_at }) => ({
    id: grant_id,
    name,
    scopes,
    offline,
    madeAt: made_at.toISOString(),
    ...(patient ? { patient } : {}),
  }))
}

/** A person takes back what an application was allowed; its next request is refused. */
export async function withdrawConsent(ctx: Context, grantId: string): Promise<void> {
  const ended = await tables(ctx)
    .updateTable('oauth_consent')
    .set({ ended_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('account', '=', ctx.actor.id)
    .where('grant_id', '=', grantId)
    .where('ended_at', 'is', null)
    .returning('client_id')
    .executeTakeFirst()
  if (!ended) throw identityErrors.applicationNotFound()
  await forgetGrants(ctx.db, [grantId])
  await audit(ctx, 'token', 'success', { client: ended.client_id, grant: 'withdrawn', account: ctx.actor.id })
}
