import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import { rootOf, subtrees } from './merkle.ts'
import { readNodes } from './read-nodes.ts'

/** State of the ledger at a moment: so many leaves in their order, with this root. */
export interface TreeHead {
  readonly size: number
  readonly root: Buffer
  readonly at: Date
}

/** Orders the leaves of all settled transactions; how many have a place now. Several at one time wait for each other. */
export async function orderLeaves(ctx: Context): Promise<number> {
  const { rows } = await sql<{ size: number }>`select ledger_sequence(${ctx.facility}) as size`.execute(ctx.db)
  return rows[0]?.size ?? 0
}

/** Orders the leaves of all settled transactions and keeps the new tree head. */
export async function sequenceLedger(ctx: Context): Promise<TreeHead> {
  const size = await orderLeaves(ctx)
  const root = rootOf(await readNodes(ctx, subtrees(0, size)), size)
  const at = ctx.now()
  if (size > 0) await sql`select ledger_store_head(${ctx.facility}, ${size}, ${root}, ${at})`.execute(ctx.db)
  return { size, root, at }
}

/** Tree heads, newest first. */
export async function listTreeHeads(ctx: Context, count = 50): Promise<readonly TreeHead[]> {
  const { rows } = await sql<TreeHead>`
    select size, root, at from tree_head where facility = ${ctx.facility} order by size desc limit ${count}`.execute(
    ctx.db,
  )
  return rows
}

/** Appends a leaf that is neither a version nor an audit event, a signature for example. Returns its number. */
export async function appendLeaf(ctx: Context, kind: string, line: string): Promise<number> {
  const { rows } = await sql<{
    seq: number
  }>`select ledger_append(${ctx.facility}, ${kind}, ${line}) as seq`.execute(ctx.db)
  return rows[0]?.seq ?? 0
}

const pollMs = 50

/**
 * Orders leaves until the ledger holds at least `size` of them: a transaction still open anywhere in the
 * database server holds the newest leaves back for as long as it runs.
 * Throws `store.ledgerWaits` when that takes longer than `mostMs`.
 */
export async function sequenceUntil(ctx: Context, size: number, mostMs = 10_000): Promise<TreeHead> {
  for (let waited = 0; ; waited += pollMs) {
    const head = await sequenceLedger(ctx)
    if (head.size >= size) return head
    if (waited >= mostMs) throw storeErrors.ledgerWaits({ size: head.size })
    await setTimeout(pollMs)
  }
}

/** How many leaves there are, with and without a position. */
export async function countLeaves(ctx: Context): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce((select s.size from ledger_state s where s.facility = ${ctx.facility}), 0)
      + (select count(*) from ledger_waiting w where w.facility = ${ctx.facility}) as n`.execute(ctx.db)
  return rows[0]?.n ?? 0
}
