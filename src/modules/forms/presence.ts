import type { Context } from '#platform/context.ts'
import type { PresenceView } from './contract.ts'
import { tables } from './tables.ts'

/** Who was not heard of for this long has closed the form. */
const presentMs = 30_000
const forgottenMs = 24 * 3_600_000

/** Says that the actor has a fill open, and at which question; answers who else has. */
export async function tellPresence(ctx: Context, fill: string, atKey: string): Promise<PresenceView> {
  const db = tables(ctx)
  const now = ctx.now()
  const mine = { name: ctx.actor.name, at_key: atKey, seen_at: now }
  await db
    .insertInto('form_presence')
    .values({ facility: ctx.facility, fill, actor: ctx.actor.id, ...mine })
    .onConflict((conflict) => conflict.columns(['facility', 'fill', 'actor']).doUpdateSet(mine))
    .execute()
  const rows = await db
    .selectFrom('form_presence')
    .select(['name', 'at_key', 'seen_at'])
    .where('facility', '=', ctx.facility)
    .where('fill', '=', fill)
    .where('actor', '<>', ctx.actor.id)
    .where('seen_at', '>', new Date(now.getTime() - presentMs))
    .orderBy('name')
    .execute()
  return { others: rows.map((row) => ({ name: row.name, at: row.at_key, since: row.seen_at.toISOString() })) }
}

export async function forgetPresence(ctx: Context): Promise<number> {
  const { numDeletedRows } = await tables(ctx)
    .deleteFrom('form_presence')
    .where('facility', '=', ctx.facility)
    .where('seen_at', '<', new Date(ctx.now().getTime() - forgottenMs))
    .executeTakeFirst()
  return Number(numDeletedRows)
}
