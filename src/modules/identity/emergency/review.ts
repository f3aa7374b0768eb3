import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { tables } from '../tables.ts'
import type { EmergencyState } from './contract.ts'

/** The envelopes in use and the openings, the latest first. */
export async function readEmergencies(ctx: Context): Promise<EmergencyState> {
  const set = await tables(ctx)
    .selectFrom('emergency_set')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('replaced_at', 'is', null)
    .executeTakeFirst()
  const envelopes = set
    ? await tables(ctx)
        .selectFrom('emergency_envelope')
        .select(['number', 'holder', 'opened_at'])
        .where('facility', '=', ctx.facility)
        .where('set_id', '=', set.id)
        .orderBy('number')
        .execute()
    : []
  const openings = await tables(ctx)
    .selectFrom('emergency_opening as o')
    .leftJoin('account as a', (join) =>
      join.onRef('a.facility', '=', 'o.facility').onRef('a.id', '=', 'o.reviewed_by'),
    )
    .selectAll('o')
    .select('a.name as reviewer')
    .where('o.facility', '=', ctx.facility)
    .orderBy('o.opened_at', 'desc')
    .limit(50)
    .execute()
  return {
    ...(set ? { madeAt: set.made_at.toISOString() } : {}),
    envelopes: envelopes.map(({ number, holder, opened_at }) => ({
      number,
      holder,
      ...(opened_at ? { openedAt: opened_at.toISOString() } : {}),
    })),
    openings: openings.map((row) => ({
      id: row.id,
      reason: row.reason,
      holders: row.holders,
      openedAt: row.opened_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      ...(row.ended_at ? { endedAt: row.ended_at.toISOString() } : {}),
      ...(row.reviewed_at ? { reviewedAt: row.reviewed_at.toISOString() } : {}),
      ...(row.reviewer ? { reviewedBy: row.reviewer } : {}),
      ...(row.review ? { review: row.review } : {}),
    })),
  }
}

/** Somebody who took no part says what was done with the emergency access. */
export function reviewEmergency(ctx: Context, id: string, review: string): Promise<void> {
  return inTransaction(ctx, async (within) => {
    const row = isUuid(id)
      ? await tables(within)
          .selectFrom('emergency_opening')
          .selectAll()
          .where('facility', '=', within.facility)
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst()
      : undefined
    if (!row) throw identityErrors.emergencyNotFound({ id: id.slice(0, 64) })
    if (row.reviewed_at) throw identityErrors.emergencyReviewed()
    if (!row.ended_at) throw identityErrors.emergencyStillOpen()
    if ([row.account, ...row.holder_accounts].includes(within.actor.id)) throw identityErrors.emergencyOwnReview()
    await tables(within)
      .updateTable('emergency_opening')
      .set({ reviewed_at: within.now(), reviewed_by: within.actor.id, review: review.normalize('NFC').trim() })
      .where('facility', '=', within.facility)
      .where('id', '=', id)
      .execute()
    await audit(within, 'emergency-review', 'success', { opening: id })
  })
}
