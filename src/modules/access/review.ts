import { type RawBuilder, sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { writeAudit } from '#store/audit.ts'
import type { OpeningView, ReviewQuery, VerdictBody } from './contract.ts'
import { accessErrors } from './errors.ts'
import { findOpenings, type OpeningRow, viewsOf } from './openings.ts'
import { profileOf } from './profile.ts'

/** The record office and the director review all; the head of a department those of the own department. */
async function mine(ctx: Context): Promise<RawBuilder<unknown>> {
  if (can(ctx.actor, 'access.reviewAll')) return sql`true`
  const { departments } = await profileOf(ctx)
  return sql`o.of_department = any(${[...departments]}::text[])`
}

/** Emergency accesses and invitations, those without a verdict or all, newest first. */
export async function listReviews(ctx: Context, { show }: ReviewQuery): Promise<readonly OpeningView[]> {
  const waiting = show === 'all' ? sql`true` : sql`o.verdict is null`
  return viewsOf(ctx, await findOpenings(ctx, sql`${await mine(ctx)} and ${waiting}`))
}

export async function countReviews(ctx: Context): Promise<{ readonly count: number; readonly tone: 'warn' }> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from access_opening o
    where o.facility = ${ctx.facility} and ${await mine(ctx)} and o.verdict is null`.execute(ctx.db)
  return { count: rows[0]?.count ?? 0, tone: 'warn' }
}

/** Keeps what was found out about an emergency access, once, by another person. */
export async function reviewGlass(ctx: Context, id: string, { verdict, note }: VerdictBody): Promise<void> {
  const row = await readOpening(ctx, id, await mine(ctx))
  for (const account of [row.account, row.opened_by])
    if (account !== null && (await isSamePerson(ctx, account))) throw accessErrors.ownReview()
  if (row.verdict !== null) throw accessErrors.reviewed()
  const { numAffectedRows } = await sql`
    update access_opening set verdict = ${verdict}, verdict_note = ${note.trim()}, verdict_by = ${ctx.actor.id},
      verdict_at = ${ctx.now()}
    where facility = ${ctx.facility} and id = ${id} and verdict is null`.execute(ctx.db)
  if (numAffectedRows !== 1n) throw accessErrors.reviewed()
  await writeAudit(ctx, {
    action: 'access-review',
    outcome: 'success',
    patientId: row.patient_id,
    detail: { opening: id, of: row.account ?? '', verdict, reason: note.trim() },
  })
}

/** Ends an emergency access or an invitation before its time: the person itself, who gave it, or a reviewer. */
export async function endOpening(ctx: Context, id: string): Promise<void> {
  const row = await readOpening(ctx, id, sql`true`)
  const own = row.account === ctx.actor.id || row.opened_by === ctx.actor.id
  if (!own && !can(ctx.actor, 'access.review')) throw commonErrors.forbidden({ permission: 'access.review' })
  if (row.ended_at !== null || row.until <= ctx.now()) throw accessErrors.openingEnded()
  await sql`
    update access_opening set ended_at = ${ctx.now()}, ended_by = ${ctx.actor.id}
    where facility = ${ctx.facility} and id = ${id}`.execute(ctx.db)
  await writeAudit(ctx, {
    action: 'access-end',
    outcome: 'success',
    patientId: row.patient_id,
    detail: { opening: id, kind: row.kind },
  })
}

async function readOpening(ctx: Context, id: string, where: RawBuilder<unknown>): Promise<OpeningRow> {
  const [row] = await findOpenings(ctx, sql`o.id = ${id} and ${where}`, 1)
  if (!row) throw commonErrors.notFound({ type: 'opening', id })
  return row
}

/** Emergency accesses of the actor that last. */
export async function myGlass(ctx: Context): Promise<readonly OpeningView[]> {
  const running = sql`o.kind = 'glass' and o.account = ${ctx.actor.id} and o.until > ${ctx.now()} and o.ended_at is null`
  return viewsOf(ctx, await findOpenings(ctx, running, 20))
}

/** What patients are told: who opened their data besides by the rules of care, why, and what was found about it. */
export async function openingsOfMine(ctx: Context): Promise<readonly OpeningView[]> {
  const { patients } = await profileOf(ctx)
  const rows = await findOpenings(ctx, sql`o.patient_id = any(${[...patients]}::text[])`)
  await writeAudit(ctx, {
    action: 'view',
    outcome: 'success',
    patientId: ctx.actor.patientId,
    detail: { kind: 'openings' },
  })
  return viewsOf(ctx, rows)
}
