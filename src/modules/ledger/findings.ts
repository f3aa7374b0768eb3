import { sql } from 'kysely'
import { canSeal } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, finding } from '#platform/finding.ts'
import { readHeadsDue } from '#store/ledger/signed-heads.ts'

/** How the signed heads stand: none is late, and none was refused the proofs that it needs for years. */
export async function ledgerFindings(ctx: Context): Promise<readonly Finding[]> {
  if (!(await canSeal(ctx))) return [finding('heads', 'amber', 'noSeal')]
  const { rows } = await sql<{ refused: number }>`
    select count(*)::int as refused from head_proof where facility = ${ctx.facility} and state = 'refused'`.execute(
    ctx.db,
  )
  const refused = rows[0]?.refused ?? 0
  const { last, leaves } = await readHeadsDue(ctx)
  const minutes = last ? Math.floor((ctx.now().getTime() - last.at.getTime()) / 60_000) : 0
  if (leaves && minutes > ctx.config.ledgerHeadMinutes * 3)
    return [finding('heads', 'red', 'headsLate', { minutes, every: ctx.config.ledgerHeadMinutes })]
  if (refused > 0) return [finding('heads', 'amber', 'headsUnproven', { refused })]
  return [finding('heads', 'green', 'headsWell', { minutes })]
}
