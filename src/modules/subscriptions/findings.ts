import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'

const redAfterMinutes = 60

interface Row {
  readonly waiting: number
  readonly minutes: number | null
  readonly lost: number
}

/** How the notices to other systems stand: what waits, and what was given up in the last day. */
export async function subscriptionFindings(ctx: Context): Promise<readonly Finding[]> {
  const { rows } = await sql<Row>`
    select count(*) filter (where state = 'waiting')::int as waiting,
      floor(extract(epoch from ${ctx.now()}::timestamptz - min(at) filter (where state = 'waiting')) / 60)::int as minutes,
      count(*) filter (where state = 'given-up')::int as lost
    from subscription_event where facility = ${ctx.facility}
      and (state = 'waiting' or (state = 'given-up' and at > ${ctx.now()}::timestamptz - interval '1 day'))`.execute(
    ctx.db,
  )
  const { waiting = 0, minutes, lost = 0 } = rows[0] ?? {}
  if (lost > 0) return [finding('notices', 'amber', 'noticesLost', { lost, waiting })]
  if ((minutes ?? 0) >= redAfterMinutes)
    return [finding('notices', 'red', 'noticesWait', { waiting, minutes: minutes ?? 0 })]
  return [finding('notices', 'green', 'noticesWell', { waiting })]
}
