import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { openField, sealField } from '#platform/keys/marked-columns.ts'
import type { KeptKey } from './contract.ts'

const keyBytes = 32
const column = 'kept_key.key'

/**
 * The key with which the browser seals acts that wait for the server: made once for each account, so that what one
 * person left waiting on a shared machine opens for nobody else.
 */
export async function keptKey(ctx: Context): Promise<KeptKey> {
  const row = [ctx.facility, ctx.actor.id]
  await sql`
    insert into kept_key (facility, account, key, made_at)
    values (${ctx.facility}, ${ctx.actor.id}, ${sealField(ctx.config, column, row, randomBytes(keyBytes))}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db)
  const { rows } = await sql<{ key: Buffer }>`
    select key from kept_key where facility = ${ctx.facility} and account = ${ctx.actor.id}`.execute(ctx.db)
  const kept = rows[0]?.key ?? Buffer.alloc(0)
  // One from before the column was marked is the key itself, until the job has encrypted it.
  const key = kept.length === keyBytes ? kept : openField(ctx.config, column, row, kept)
  return { key: key.toString('base64') }
}
