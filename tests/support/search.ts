import assert from 'node:assert/strict'
import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { search } from '#store/search.ts'

/** Query and the ids it finds, in any order. */
export type Question = readonly [query: string, found: readonly string[]]

/** Ids of all that a search finds, in the order of its pages. */
export async function idsOf(ctx: Context, type: string, query: string): Promise<readonly string[]> {
  return (await search(ctx, type, `${query}&_count=1000`)).matches.map((one) => one.id)
}

export async function store(ctx: Context, resources: readonly unknown[]): Promise<void> {
  await commit(
    ctx,
    (resources as readonly Resource[]).map((resource) => ({ kind: 'create' as const, resource })),
  )
}

/** Asks each question and compares the ids found, whatever their order. */
export async function askAll(ctx: Context, type: string, questions: readonly Question[]): Promise<void> {
  const wrong: string[] = []
  for (const [query, found] of questions) {
    const told = await idsOf(ctx, type, query).then(
      (ids) => [...ids].sort().join(' '),
      (error: Error) => `refused: ${error.message}`,
    )
    if (told !== [...found].sort().join(' '))
      wrong.push(`${type}?${query}: ${told || 'none'}, not ${found.join(' ') || 'none'}`)
  }
  assert.deepEqual(wrong, [])
}
