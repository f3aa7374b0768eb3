import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { emergencyRules } from '../data-files.ts'

interface Standing {
  readonly open: number
  readonly unreviewed: number
  readonly made_at: Date | null
  readonly whole: number
}

const monthMs = 30.44 * 86_400_000

/** An open emergency access is an alarm; one that nobody reviewed, and envelopes that open nothing more, are to be seen to. */
export async function emergencyFindings(ctx: Context): Promise<readonly Finding[]> {
  const { rows } = await sql<Standing>`
    select
      (select count(*)::int from emergency_opening where facility = ${ctx.facility} and ended_at is null) as open,
      (select count(*)::int from emergency_opening
        where facility = ${ctx.facility} and ended_at is not null and reviewed_at is null) as unreviewed,
      (select made_at from emergency_set where facility = ${ctx.facility} and replaced_at is null) as made_at,
      (select count(*)::int from emergency_envelope e join emergency_set s on s.facility = e.facility and s.id = e.set_id
        where s.facility = ${ctx.facility} and s.replaced_at is null and e.opened_at is null) as whole`.execute(
    ctx.db,
  )
  const standing = rows[0]
  if (!standing) return []
  const { open, unreviewed } = standing
  return [
    ...(open > 0 ? [finding('emergency', 'red', 'emergencyOpen')] : []),
    ...(unreviewed > 0 ? [finding('emergencyReview', 'amber', 'emergencyUnreviewed', { count: unreviewed })] : []),
    ...envelopes(ctx, standing),
  ]
}

/** Says nothing where nobody ever sealed any: a demo needs none, and the hardening guide asks for them. */
function envelopes(ctx: Context, { made_at, whole }: Standing): readonly Finding[] {
  if (!made_at) return []
  const months = Math.floor((ctx.now().getTime() - made_at.getTime()) / monthMs)
  if (whole < 2) return [finding('envelopes', 'amber', 'envelopesSpent', { whole })]
  if (months >= emergencyRules.sealAgainMonths) return [finding('envelopes', 'amber', 'envelopesOld', { months })]
  return [finding('envelopes', 'green', 'envelopesWell', { whole })]
}
