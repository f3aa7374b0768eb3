import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { tables } from '../tables.ts'
import type { AccountNotice } from './contract.ts'

const mostShown = 50

/** What the person was told, the latest first: what was not seen yet, or all of it. */
export async function listNotices(ctx: Context, all: boolean): Promise<AccountNotice[]> {
  const rows = await tables(ctx)
    .selectFrom('account_notice')
    .select(['id', 'kind', 'detail', 'at', 'seen_at'])
    .where('facility', '=', ctx.facility)
    .where('account', '=', ctx.actor.id)
    .$if(!all, (query) => query.where('seen_at', 'is', null))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(mostShown)
    .execute()
  return rows.map(({ id, kind, detail, at, seen_at }) => ({
    id,
    kind: kind as AccountNotice['kind'],
    detail,
    at: at.toISOString(),
    seen: seen_at !== null,
  }))
}

export async function markSeen(ctx: Context, ids: readonly string[]): Promise<void> {
  await sql`update account_notice set seen_at = ${ctx.now()}
    where facility = ${ctx.facility} and account = ${ctx.actor.id} and seen_at is null and id = any(${[...ids]}::uuid[])`.execute(
    ctx.db,
  )
}
