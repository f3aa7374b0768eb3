import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { sequenceLedger } from '../ledger/sequence.ts'
import type { ReindexCounts } from './reindex.ts'

/** Versions that are looked at in one transaction: an erasure waits no longer than for these. */
const perTurn = 200

interface Begun {
  readonly run: number
  readonly low: number
  readonly settled: number
}

/**
 * Notes the words of what was written since the last run, for `_content`. Killed at any moment, the next run goes on
 * from what is stored. It may rest as long as it worked, so that others have the processor. The ledger tells up to where no transaction that is still open can add something.
 */
export async function noteWords(
  ctx: Context,
  mostTurns = Number.POSITIVE_INFINITY,
  rests = false,
): Promise<ReindexCounts> {
  if (!(await hasFresh(ctx))) return { expected: 0, processed: 0, failed: 0 }
  await sequenceLedger(ctx)
  const { rows } = await sql<Begun>`select run, low, settled from store_words_begin(${ctx.facility})`.execute(
    ctx.db,
  )
  const [begun] = rows
  let processed = 0
  let after = begun?.low
  for (let turn = 0; begun && after !== undefined && turn < mostTurns; turn++) {
    const since = performance.now()
    const looked = await sql<{ looked: number; last: number | null }>`
      select looked, last from store_words(${ctx.facility}, ${begun.run}, ${after}, ${begun.settled}, ${perTurn})`.execute(
      ctx.db,
    )
    const [done] = looked.rows
    processed += done?.looked ?? 0
    after = done?.looked === perTurn ? (done.last ?? undefined) : undefined
    if (rests && after !== undefined) await setTimeout(performance.now() - since)
  }
  return { expected: processed, processed, failed: 0 }
}

/** Whether something is stored whose words are not noted. */
async function hasFresh(ctx: Context): Promise<boolean> {
  const { rows } = await sql<{ fresh: boolean }>`
    select exists (select from resource_version v where v.facility = ${ctx.facility} and v.seq > coalesce(
      (select s.low from search_word_state s where s.facility = ${ctx.facility} and s.rules = content_rules()), 0)) as fresh`.execute(
    ctx.db,
  )
  return rows[0]?.fresh ?? false
}

/** How much of what is stored has its words, in percent. */
export async function wordsNoted(ctx: Context): Promise<number> {
  const { rows } = await sql<{ share: number }>`
    select floor(100 * coalesce((select s.low from search_word_state s where s.facility = ${ctx.facility}
        and s.rules = content_rules()), 0)
      / greatest(1, coalesce((select max(v.seq) from resource_version v where v.facility = ${ctx.facility}), 1))
      )::integer as share`.execute(ctx.db)
  return Math.min(99, rows[0]?.share ?? 0)
}
