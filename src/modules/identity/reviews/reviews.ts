import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { updateAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { accountLife } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { titleOfRole } from '../roles.ts'
import { isSamePerson, ownAmong } from '../same-person.ts'
import { endSessionsOf } from '../session-store.ts'
import { departmentNames } from '../staff/departments.ts'
import { type AccessReviewItemRow, type AccessReviewRow, tables } from '../tables.ts'
import type { DecideBody, Review, ReviewItem, ReviewList } from './contract.ts'

type Counted = AccessReviewRow & Record<'accounts' | 'decided' | 'kept' | 'changed' | 'ended', number>

function addMonths(at: Date, months: number): Date {
  const later = new Date(at)
  later.setUTCMonth(later.getUTCMonth() + months)
  return later
}

/** Every review with its counts, and when the next is due: six months after the last sign-off, or after the first account. */
export async function listReviews(ctx: Context): Promise<ReviewList> {
  const { rows } = await sql<Counted>`
    select r.*, count(i.*)::int as accounts, count(i.decision)::int as decided,
      count(*) filter (where i.decision = 'keep')::int as kept,
      count(*) filter (where i.decision = 'change')::int as changed,
      count(*) filter (where i.decision = 'end')::int as ended
    from access_review r left join access_review_item i on i.facility = r.facility and i.review = r.id
    where r.facility = ${ctx.facility} group by r.facility, r.id order by r.started_at desc`.execute(ctx.db)
  const { rows: first } = await sql<{ at: Date | null }>`
    select min(created_at) as at from account where facility = ${ctx.facility}`.execute(ctx.db)
  const last = rows.find((row) => row.closed_at)?.closed_at ?? first[0]?.at ?? ctx.now()
  const nextDueAt = addMonths(last, accountLife.reviewMonths)
  return {
    nextDueAt: nextDueAt.toISOString(),
    overdue: nextDueAt < ctx.now(),
    reviews: rows.map((row) => told(ctx, row)),
  }
}

function told(ctx: Context, row: Counted): Review {
  const { id, accounts, decided, kept, changed, ended } = row
  return {
    ...{ id, accounts, decided, kept, changed, ended },
    startedAt: row.started_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    overdue: row.closed_at === null && row.due_at < ctx.now(),
    ...(row.closed_at ? { closedAt: row.closed_at.toISOString() } : {}),
    ...(row.minutes ? { hash: row.minutes.hash } : {}),
  }
}

/** Begins a review of every open account of a person, as it stands now. */
export async function startReview(ctx: Context): Promise<{ id: string }> {
  const id = ctx.newId()
  const now = ctx.now()
  const { numInsertedOrUpdatedRows: made = 0n } = await tables(ctx)
    .insertInto('access_review')
    .values({
      facility: ctx.facility,
      id,
      started_at: now,
      started_by: ctx.actor.id,
      due_at: new Date(now.getTime() + accountLife.reviewDays * 86_400_000),
      closed_at: null,
      closed_by: null,
      minutes: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made === 0n) throw identityErrors.reviewOpen()
  const { numAffectedRows = 0n } = await sql`
    insert into access_review_item (facility, review, account, user_name, name, roles, departments, last_seen_at)
    select facility, ${id}, id, user_name, name, roles, departments, last_seen_at from account
    where facility = ${ctx.facility} and active and kind = 'person'`.execute(ctx.db)
  await audit(ctx, 'review-start', 'success', { review: id, accounts: Number(numAffectedRows) })
  return { id }
}

/** The review while it is open; whoever decides or signs after this waits until the transaction is over. */
async function requireOpen(ctx: Context, review: string): Promise<AccessReviewRow> {
  const row = isUuid(review)
    ? await tables(ctx)
        .selectFrom('access_review')
        .selectAll()
        .where('facility', '=', ctx.facility)
        .where('id', '=', review)
        .forUpdate()
        .executeTakeFirst()
    : undefined
  if (!row) throw identityErrors.reviewNotFound({ id: review })
  if (row.closed_at) throw identityErrors.reviewClosed()
  return row
}

const itemsOf = (ctx: Context, review: string) =>
  tables(ctx)
    .selectFrom('access_review_item')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('review', '=', review)
    .orderBy('user_name')
    .execute()

/** Heads of departments see the accounts of their departments, who reviews all sees all. */
function isMine(ctx: Context, item: Pick<AccessReviewItemRow, 'departments'>): boolean {
  return can(ctx.actor, 'users.reviewAll') || item.departments.some((code) => ctx.actor.departments.includes(code))
}

export async function listItems(ctx: Context, review: string): Promise<ReviewItem[]> {
  if (!isUuid(review)) throw identityErrors.reviewNotFound({ id: review })
  const items = (await itemsOf(ctx, review)).filter((item) => isMine(ctx, item))
  const nameOf = await departmentNames(ctx)
  const own = await ownAmong(
    ctx,
    items.map(({ account }) => account),
  )
  return items.map((item) => ({
    account: item.account,
    own: own.has(item.account),
    userName: item.user_name,
    name: item.name,
    roles: item.roles,
    roleTitles: item.roles.map((role) => titleOfRole(role, ctx.language)),
    departments: item.departments.map(nameOf),
    ...(item.last_seen_at ? { lastSeenAt: item.last_seen_at.toISOString() } : {}),
    ...(item.decision ? { decision: item.decision } : {}),
    ...(item.note ? { note: item.note } : {}),
    ...(item.decided_at ? { decidedAt: item.decided_at.toISOString() } : {}),
  }))
}

/** Keeps an account as it is, asks for a change of its roles, or ends it at once. Nobody decides about themselves. */
export async function decideItem(
  ctx: Context,
  of: { readonly review: string; readonly account: string },
  { decision, note }: DecideBody,
): Promise<void> {
  await requireOpen(ctx, of.review)
  const item = (await itemsOf(ctx, of.review)).find(({ account }) => account === of.account)
  if (!item || !isMine(ctx, item)) throw identityErrors.accountNotFound({ id: of.account })
  if (await isSamePerson(ctx, of.account)) throw identityErrors.ownReview()
  if (decision === 'change' && !note?.trim()) throw identityErrors.reviewNote()
  await tables(ctx)
    .updateTable('access_review_item')
    .set({ decision, note: note?.trim() || null, decided_by: ctx.actor.id, decided_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('review', '=', of.review)
    .where('account', '=', of.account)
    .execute()
  await audit(ctx, 'review-decide', 'success', { review: of.review, account: of.account, decision })
  if (decision !== 'end') return
  await updateAccount(ctx, of.account, { active: false, off_reason: 'review' })
  const sessions = await endSessionsOf(ctx, of.account, 'administrator')
  await audit(ctx, 'account-lock', 'success', { account: of.account, reason: 'review', sessions })
}

/** What a closed review keeps of itself, and its SHA-256. */
export interface ReviewMinutes {
  readonly content: {
    readonly review: string
    readonly startedAt: string
    readonly startedBy: string
    readonly signedAt: string
    readonly signedBy: string
    readonly items: readonly {
      readonly account: string
      readonly userName: string
      readonly roles: readonly string[]
      readonly departments: readonly string[]
      readonly decision: 'keep' | 'change' | 'end' | null
      readonly note: string | null
      readonly decidedBy: string | null
    }[]
  }
  readonly hash: string
}

/** Signs the review off: every account is decided, and whoever signs did not begin it. The minutes stand in the journal by their hash. */
export async function closeReview(ctx: Context, id: string): Promise<{ hash: string }> {
  const review = await requireOpen(ctx, id)
  if (await isSamePerson(ctx, review.started_by)) throw identityErrors.reviewTwoPersons()
  const items = await itemsOf(ctx, id)
  const open = items.filter((item) => item.decision === null && item.account !== ctx.actor.id).length
  if (open > 0) throw identityErrors.reviewUndecided({ count: open })
  const content: ReviewMinutes['content'] = {
    review: id,
    startedAt: review.started_at.toISOString(),
    startedBy: review.started_by,
    signedAt: ctx.now().toISOString(),
    signedBy: ctx.actor.id,
    items: items.map(({ account, user_name, roles, departments, decision, note, decided_by }) => ({
      ...{ account, userName: user_name, roles, departments, decision, note, decidedBy: decided_by },
    })),
  }
  const hash = createHash('sha256').update(JSON.stringify(content)).digest('hex')
  await tables(ctx)
    .updateTable('access_review')
    .set({
      closed_at: ctx.now(),
      closed_by: ctx.actor.id,
      minutes: JSON.stringify({ content, hash }) as never,
    })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .execute()
  await audit(ctx, 'review-close', 'success', { review: id, accounts: items.length, hash })
  return { hash }
}
