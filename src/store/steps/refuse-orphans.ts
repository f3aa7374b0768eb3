import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { ask } from '../group/flight.ts'
import { referringToken } from '../referring.ts'
import { Blamed, type Commit, type Write } from '../write.ts'

/** More referring resources than these are told as this number. */
const mostCounted = 1000

/**
 * What others refer to is not deleted: their references would lead nowhere. What the same commit deletes or changes
 * does not count; its new state is checked when references are resolved.
 * @see http://hl7.org/fhir/R4/http.html#delete "referential integrity"
 */
export async function refuseOrphans(ctx: Context, commit: Commit): Promise<void> {
  const own = new Set(commit.writes.map((write) => `${write.type}/${write.id}`))
  const deleted = commit.writes.filter((write) => write.change.kind === 'delete')
  if (deleted.length === 0) return
  // Nearly always nobody refers to any of them: one look for all, and each by itself only otherwise.
  if (deleted.length > 1 && (await findOthers(ctx, deleted, own)).length === 0) return
  for (const write of deleted) await refuseOne(ctx, write, own)
}

async function findOthers(
  ctx: Context,
  writes: readonly Write[],
  own: ReadonlySet<string>,
): Promise<readonly string[]> {
  const rows = await ask<{ type: number; id: string }>(ctx, {
    name: 'store_by_tokens',
    text: 'select type, id from store_by_tokens($1, $2::bigint[], $3)',
    values: [
      ctx.facility,
      writes.map((write) => referringToken(ctx.facility, write.type, write.id)),
      mostCounted + own.size,
    ],
  })
  return rows
    .map((row) => `${structures.resourceTypeName(row.type)}/${row.id}`)
    .filter((one) => !own.has(one))
    .sort()
}

async function refuseOne(ctx: Context, write: Write, own: ReadonlySet<string>): Promise<void> {
  const others = await findOthers(ctx, [write], own)
  if (others.length > 0)
    throw new Blamed(
      write,
      storeErrors.referredTo({
        type: write.type,
        id: write.id,
        count: Math.min(others.length, mostCounted),
        example: others[0] ?? '',
      }),
    )
}
