import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** Readers of the outbox take rows within seconds; what is a day old no one waits for. */
const keptMs = 24 * 60 * 60 * 1000
const mostAtOnce = 20_000

/** Removes what is old from the outbox, some at a time, so that nobody waits for it; how many rows went. */
export async function purgeOutbox(ctx: Context): Promise<number> {
  let went = 0
  for (let turns = 0; turns < 50; turns++) {
    const { rows } = await sql<{ went: number }>`
      select store_purge_outbox(${ctx.facility}, ${new Date(ctx.now().getTime() - keptMs)}, ${mostAtOnce}) as went`.execute(
      ctx.db,
    )
    const now = rows[0]?.went ?? 0
    went += now
    if (now < mostAtOnce) break
  }
  return went
}
