import type { Context } from '#platform/context.ts'
import { storeErrors } from '../errors.ts'
import { search } from '../search.ts'

/** The id of the only match; undefined when there is none. */
export async function findOne(
  ctx: Context,
  type: string,
  query: string,
  without: ReadonlySet<string> = new Set(),
): Promise<string | undefined> {
  if (query === '') throw storeErrors.bundle({ reason: 'a condition is empty' })
  const page = await search(ctx, type, `${query}&_count=${2 + without.size}`)
  const matches = page.matches.filter((one) => !without.has(`${type}/${one.id}`))
  if (matches.length > 1) throw storeErrors.notFoundOnce({ query: `${type}?${query}`.slice(0, 120), count: '2+' })
  return matches[0]?.id
}
