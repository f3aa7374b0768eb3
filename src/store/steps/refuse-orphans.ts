import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { ask } from '../group/flight.ts'
import { referringToken } from '../referring.ts'
import { Blamed, type Commit, type Write } from '../write.ts'

/** More referring resources than these are told as this number. */
const mostCounted = 1000

/** Asks who refers to what is deleted. What the same commit deletes or changes does not count. */
export async function findReferring(ctx: Context, commit: Commit): Promise<void> {
  const own = new Set(commit.writes.map((write) => `${write.type}/${write.id}`))
  const deleted = commit.writes.filter((write) => write.change.kind === 'delete')
  if (deleted.length === 0) return
  // Nearly always nobody refers to any of them: one look for all, and each by itself only otherwise.
  const any = await findOthers(ctx, deleted, own)
  if (any.length === 0) return
  for (const write of deleted)
    commit.referring.set(write, deleted.length === 1 ? any : await findOthers(ctx, [write], own))
}

/**
 * What others refer to is not deleted: their references would lead nowhere. Told after the rules of the modules, which
 * know better reasons.
 * @see http://hl7.org/fhir/R4/http.html#delete "referential integrity"
 */
export function refuseOrphans(_ctx: Context, { referring }: Commit): void {
  for (const [write, others] of referring)
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
