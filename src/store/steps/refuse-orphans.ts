import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { ask } from '../group/flight.ts'
import { referringToken } from '../referring.ts'
import { Blamed, type Commit, type Write } from '../write.ts'

/** More referring resources than these are told as this number. */
const mostCounted = 1000

const deletedOf = (commit: Commit) => commit.writes.filter((write) => write.change.kind === 'delete')

/** The tokens that others carry who refer to what is deleted. */
export function deletedTokens(ctx: Context, commit: Commit): readonly number[] {
  return deletedOf(commit).map((write) => referringToken(ctx.facility, write.type, write.id))
}

/** How many who refer are looked at; those of the commit itself may be among them. */
export const mostLooked = (commit: Commit) => mostCounted + commit.writes.length

interface Referring {
  readonly type: number
  readonly id: string
}

/** Notes who refers to what is deleted. What the same commit deletes or changes does not count. */
export async function noteReferring(ctx: Context, commit: Commit, rows: readonly Referring[]): Promise<void> {
  const own = new Set(commit.writes.map((write) => `${write.type}/${write.id}`))
  const any = othersAmong(rows, own)
  if (any.length === 0) return
  // Nearly always nobody refers to any of them; each by itself is asked for only otherwise.
  const deleted = deletedOf(commit)
  for (const write of deleted)
    commit.referring.set(write, deleted.length === 1 ? any : await findOthers(ctx, write, own, mostLooked(commit)))
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
  write: Write,
  own: ReadonlySet<string>,
  most: number,
): Promise<readonly string[]> {
  const rows = await ask<Referring>(ctx, {
    name: 'store_by_tokens',
    text: 'select type, id from store_by_tokens($1, $2::bigint[], $3)',
    values: [ctx.facility, [referringToken(ctx.facility, write.type, write.id)], most],
  })
  return othersAmong(rows, own)
}

function othersAmong(rows: readonly Referring[], own: ReadonlySet<string>): readonly string[] {
  return rows
    .map((row) => `${structures.resourceTypeName(row.type)}/${row.id}`)
    .filter((one) => !own.has(one))
    .sort()
}
