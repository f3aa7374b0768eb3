import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { targetOf } from './send.ts'
import { nameOf } from './stream-journal.ts'

const redAfterMinutes = 15

/** How the delivery of the journal stands, when there is one. */
export async function streamFindings(ctx: Context): Promise<readonly Finding[]> {
  const target = targetOf(ctx.config)
  if (!target) return []
  const name = nameOf(target)
  const { rows } = await sql<{ minutes: number | null; failure: string | null }>`
    select floor(extract(epoch from ${ctx.now()}::timestamptz - failed_since) / 60)::int as minutes, failure
    from audit_stream where facility = ${ctx.facility} and target = ${name}`.execute(ctx.db)
  const { minutes = null, failure = '' } = rows[0] ?? {}
  if (minutes === null) return [finding('stream', 'green', 'streamWell', { name })]
  const level = minutes >= redAfterMinutes ? 'red' : 'amber'
  return [finding('stream', level, 'streamFails', { name, minutes, reason: failure ?? '' })]
}
