import { sql } from 'kysely'
import type { IndexedText } from '#fhir/search/search-index.ts'
import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import type { ContainedRow } from '../contained-rows.ts'
import { typeNumber } from '../definitions.ts'
import type { Commit } from '../write.ts'

/**
 * Hashes of texts that the dictionary is known to hold, committed; a hash says facility, type and text. By the
 * settings of the program: one process may serve several databases in turn, as tests do.
 */
const settledBy = new WeakMap<Config, Set<number>>()
const mostKept = 200_000

function settledIn({ config }: Context): Set<number> {
  const settled = settledBy.get(config) ?? new Set()
  settledBy.set(config, settled)
  return settled
}

/** A step of commit: adds texts that the dictionary of the search index does not hold yet. */
export async function noteTexts(ctx: Context, commit: Commit): Promise<void> {
  await addTexts(
    ctx,
    commit.writes.flatMap(({ typeNumber, index, contained }) => [
      ...(index?.texts ?? []).map((text) => ({ type: typeNumber, text })),
      ...textsWithin(contained ?? []),
    ]),
  )
}

export const textsWithin = (contained: readonly ContainedRow[]) =>
  contained.flatMap(({ type, index }) => index.texts.map((text) => ({ type: typeNumber(type), text })))

export async function addTexts(
  ctx: Context,
  given: readonly { readonly type: number; readonly text: IndexedText }[],
): Promise<void> {
  const settled = settledIn(ctx)
  const fresh = new Map<number, { readonly type: number; readonly text: IndexedText }>()
  for (const one of given) if (!settled.has(one.text.token)) fresh.set(one.text.token, one)
  if (fresh.size === 0) return
  const list = [...fresh.values()]
  const { rows } = await sql<{ token: number }>`
    select store_texts as token from store_texts(${ctx.facility}, ${list.map((one) => one.type)}::smallint[],
      ${list.map((one) => one.text.param)}::integer[], ${list.map((one) => one.text.token)}::bigint[],
      ${list.map((one) => one.text.value)}::text[])`.execute(ctx.db)
  if (settled.size > mostKept) settled.clear()
  for (const row of rows) settled.add(row.token)
}
