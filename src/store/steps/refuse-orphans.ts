import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import { referringToken } from '../referring.ts'
import type { Commit, Write } from '../write.ts'

/** More referring resources than these are told as this number. */
const mostCounted = 1000

/**
 * What others refer to is not deleted: their references would lead nowhere. What the same commit deletes or changes
 * does not count; its new state is checked when references are resolved.
 * @see http://hl7.org/fhir/R4/http.html#delete "referential integrity"
 */
export async function refuseOrphans(ctx: Context, commit: Commit): Promise<void> {
  const own = new Set(commit.writes.map((write) => `${write.type}/${write.id}`))
  for (const write of commit.writes) if (write.kind === 'delete') await refuseOne(ctx, write, own)
}

async function refuseOne(ctx: Context, write: Write, own: ReadonlySet<string>): Promise<void> {
  const { rows } = await sql<{ type: number; id: string }>`
    select type, id from store_by_tokens(${ctx.facility}, ${[referringToken(ctx.facility, write.type, write.id)]}::bigint[],
      ${mostCounted + own.size})`.execute(ctx.db)
  const others = rows
    .map((row) => `${structures.resourceTypeName(row.type)}/${row.id}`)
    .filter((one) => !own.has(one))
    .sort()
  if (others.length > 0)
    throw storeErrors.referredTo({
      type: write.type,
      id: write.id,
      count: Math.min(others.length, mostCounted),
      example: others[0] ?? '',
    })
}
