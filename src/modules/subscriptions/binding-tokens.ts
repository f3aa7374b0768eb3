import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { subscriptionErrors } from './errors.ts'

const livesMinutes = 30
const hashOf = (token: string) => createHash('sha256').update(token).digest()

export interface BindingToken {
  readonly token: string
  readonly expiresAt: Date
}

/** A token that binds a websocket to subscriptions; only its hash is kept. */
export async function makeToken(ctx: Context, subscriptionIds: readonly string[]): Promise<BindingToken> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(ctx.now().getTime() + livesMinutes * 60_000)
  await sql`
    insert into subscription_token (facility, token_hash, subscription_ids, expires_at)
    values (${ctx.facility}, ${hashOf(token)}, ${[...subscriptionIds]}::text[], ${expiresAt})`.execute(ctx.db)
  return { token, expiresAt }
}

/** The subscriptions that a token binds. */
export async function readToken(ctx: Context, token: string): Promise<readonly string[]> {
  const { rows } = await sql<{ subscription_ids: string[] }>`
    select subscription_ids from subscription_token
    where facility = ${ctx.facility} and token_hash = ${hashOf(token)} and expires_at > ${ctx.now()}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw subscriptionErrors.noToken()
  return rows[0].subscription_ids
}
