import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'

/** How often the frequencies that ANALYZE found are read again. */
const keptMs = 300_000
/** A value of more rows than this share is found faster by walking an ordered index. */
const commonShare = 0.02

let known: { readonly at: number; readonly tokens: ReadonlySet<number> } | undefined

/**
 * Tokens that so many rows have that the token index would not help (`status=finished`), from the
 * statistics of PostgreSQL. Only the choice of plan depends on them, never the answer.
 */
export async function commonTokens(ctx: Context): Promise<ReadonlySet<number>> {
  const now = Date.now()
  if (known && now - known.at < keptMs) return known.tokens
  const { rows } = await sql<{ tokens: string | null; shares: number[] | null }>`
    select most_common_elems::text as tokens, most_common_elem_freqs as shares
    from pg_stats where schemaname = 'public' and tablename = 'resource' and attname = 'toks'`.execute(ctx.db)
  const row = rows[0]
  const list = (row?.tokens ?? '{}')
    .slice(1, -1)
    .split(',')
    .filter((text) => text !== '')
    .map(Number)
  const tokens = new Set(list.filter((_, index) => (row?.shares?.[index] ?? 0) > commonShare))
  known = { at: now, tokens }
  return tokens
}
