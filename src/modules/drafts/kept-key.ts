import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { KeptKey } from './contract.ts'

const keyBytes = 32

/**
 * The key with which the browser seals acts that wait for the server: made once for each account, so that what one
 * person left waiting on a shared machine opens for nobody else.
 */
export async function keptKey(ctx: Context): Promise<KeptKey> {
  await sql`
    insert into kept_key (facility, account, key, made_at)
    values (${ctx.facility}, ${ctx.actor.id}, ${randomBytes(keyBytes)}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ key: Buffer }>`
    select key from kept_key where facility = ${ctx.facility} and account = ${ctx.actor.id}`.execute(ctx.db)
  return { key: rows[0]?.key.toString('base64') ?? '' }
}
