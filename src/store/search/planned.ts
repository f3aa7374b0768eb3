import type { RawBuilder } from 'kysely'
import type { QueryConfig } from 'pg'
import type { Context } from '#platform/context.ts'
import { plannedOnce } from '#platform/db/planned.ts'

const names = new Map<string, string>()
const mostNames = 300

/**
 * Name of a statement that the database plans once for each connection: only where no other value can make another
 * index better.
 */
function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= mostNames) return known
  const made = `store_page_${names.size}`
  names.set(text, made)
  return made
}

/** Asks outside of transactions; what is planned once goes to the connections that do so. */
export async function askPool<R extends object>(
  ctx: Context,
  query: RawBuilder<R>,
  { once, binary = false }: { readonly once: boolean; readonly binary?: boolean },
): Promise<readonly R[]> {
  const { sql: text, parameters } = query.compile(ctx.db)
  const name = once ? nameOf(text) : undefined
  const asked: QueryConfig & { readonly binary: boolean } = {
    ...(name === undefined ? {} : { name }),
    text,
    values: [...parameters],
    binary,
  }
  const pool = ctx.readPool ?? ctx.pool
  const { rows } = await (name === undefined ? pool : plannedOnce(pool)).query<R>(asked)
  return rows
}

/** The rows of a question whose plan no value can make better. */
export async function askPlanned<R extends object>(
  ctx: Context,
  query: RawBuilder<R>,
  once = true,
): Promise<readonly R[]> {
  if (ctx.db.isTransaction || !once) return (await query.execute(ctx.db)).rows
  return askPool(ctx, query, { once })
}
