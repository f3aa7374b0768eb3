import { sql } from 'kysely'
import { storeErrors } from '../errors.ts'
import { tooCostly } from './refusals.ts'
import type { Conditions, Scope } from './scope.ts'
import { wordsNoted } from './word-index.ts'

/** Up to this many that may fit are named; more are met on the way in the order of the page. */
const mostNamed = 2000
/** As many, when all of them must be looked at: no index helps, they are counted, or sorted by what no index holds. */
const mostLookedAt = 20_000
/** Most that may fit at all. */
const mostHeld = 200_000
/** Most that may wait for their words: all of them are looked at. */
const mostWaiting = 2000

type Found = 'named' | 'held' | 'many' | 'waiting' | 'unknown'

/**
 * Finds what may fit `_content` by the index of words; the exact condition stays. Few become the ids of the search, more
 * a condition that is cheap to test.
 */
export async function findByWords(scope: Scope, conditions: Conditions, all = false): Promise<Found> {
  if (conditions.contents.length === 0 || conditions.ids !== undefined) return 'unknown'
  const each: (readonly string[])[] = []
  for (const words of conditions.contents) {
    const found = await hits(scope, words)
    if (found === undefined) return 'waiting'
    each.push(found)
  }
  const ids = each.reduce((one, other) =>
    one.length > mostHeld ? other : other.length > mostHeld ? one : both(one, other),
  )
  if (ids.length > mostHeld) return 'many'
  if (ids.length <= (all ? mostLookedAt : mostNamed)) {
    conditions.ids = ids
    return 'named'
  }
  // As a test that keeps the key out of the plan: the page walks its order, and reads the texts of what is in the list.
  conditions.others.push(sql<boolean>`(${scope.r}.id = any(${[...ids]}::text[])) is true`)
  return 'held'
}

/** The same for the inner part of a chain or `_has`: refuses what the index leaves to a look through many. */
export async function narrowByWords(scope: Scope, conditions: Conditions): Promise<void> {
  if (conditions.unindexed === undefined) return
  const found = await findByWords(scope, conditions)
  if (found === 'named' || found === 'held' || !(await isMany(scope))) return
  await refuseContent(scope, found, false)
  throw withoutIndex(conditions.unindexed)
}

/** Whether a type has more resources than are looked through. */
export async function isMany({ ctx, typeNumber }: Scope): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from resource where facility = ${ctx.facility}
      and type = ${typeNumber} and version > 0 limit ${mostLookedAt + 1}) x`.execute(ctx.db)
  return (rows[0]?.n ?? 0) > mostLookedAt
}

export const withoutIndex = (name: string) =>
  tooCostly(`${name} has no index for more than ${mostLookedAt} resources`)

async function hits(
  { ctx, typeNumber }: Scope,
  lists: readonly (readonly string[])[],
): Promise<readonly string[] | undefined> {
  const each = lists.map(
    (words) =>
      sql`select id from store_word_hits(${ctx.facility}, ${typeNumber}, array(select fold(w) from unnest(${[...words]}::text[]) w), ${mostHeld + 1}, ${mostWaiting}) id`,
  )
  const { rows } = await sql<{ id: string | null }>`
    select distinct x.id from (${sql.join(each, sql` union all `)}) x`.execute(ctx.db)
  const ids = rows.flatMap(({ id }) => (id === null ? [] : [id]))
  return ids.length < rows.length ? undefined : ids
}

function both(one: readonly string[], other: readonly string[]): readonly string[] {
  const known = new Set(other)
  return one.filter((id) => known.has(id))
}

/** Refuses `_content` when what it asks for is too much to be looked through. */
export async function refuseContent({ ctx }: Scope, found: Found, counted: boolean): Promise<void> {
  if (found === 'waiting') throw storeErrors.wordsBuilding({ percent: await wordsNoted(ctx) })
  if (found === 'many') throw tooCostly(`more than ${mostHeld} resources hold these words`)
  if (found === 'held' && counted)
    throw tooCostly(`more than ${mostLookedAt} resources may hold these words: they can be shown, not counted`)
}
