import { sql } from 'kysely'
import { removalStep } from '#modules/audit/keeping/remove-due.ts'
import { sumAccesses } from '#modules/audit/unusual/sum-accesses.ts'
import { signHead } from '#modules/ledger/sign-head.ts'
import type { Context } from '#platform/context.ts'
import { asOwner } from './database.ts'
import { orderAllLeaves } from './ledger.ts'

/** What only the owner of the tables can do: the clock by which the journal is kept stands at an instant. */
export function setJournalClock(ctx: Context, instant: string): Promise<unknown> {
  return asOwner(ctx.db, (owner) =>
    sql`create or replace function audit_now() returns timestamptz language sql stable as
      ${sql.raw(`$$ select timestamptz '${instant}' $$`)}`.execute(owner),
  )
}

/** Every event has its place under a signed head and is summed, so that nothing but its term keeps it. */
export async function settleJournal(ctx: Context): Promise<void> {
  await orderAllLeaves(ctx)
  await sumAccesses.run(ctx)
  await signHead(ctx, 'interval')
}

/** Steps of a removal until it comes to rest; answers in which state. */
export async function runRemoval(ctx: Context): Promise<string> {
  for (;;) {
    const { state } = await removalStep(ctx)
    if (state === 'idle' || state === 'done' || state === 'announced') return state
  }
}

/** Announces at an instant and removes eight days later what is due then. */
export async function removeAt(ctx: Context, day: string): Promise<void> {
  await setJournalClock(ctx, `${day}T12:00:00+07:00`)
  await runRemoval(ctx)
  const later = new Date(new Date(`${day}T12:00:00+07:00`).getTime() + 8 * 86_400_000)
  await setJournalClock(ctx, later.toISOString())
  await runRemoval(ctx)
}
