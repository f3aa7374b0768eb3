import { sql } from 'kysely'
import { hash53 } from '#fhir/search/hash.ts'
import type { Context } from '#platform/context.ts'
import { parameters, structures } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
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
    select type, id from store_by_tokens(${ctx.facility}, ${hashesOf(ctx.facility, write)}::bigint[],
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

/** What the index holds of every resource that refers to this one, by every parameter that may. */
function hashesOf(facility: number, { type, id }: Write): readonly number[] {
  return referring(type).map((prefix) => hash53(`${facility} ${prefix}=${type}/${id}`))
}

const known = new Map<string, readonly string[]>()

/** `Observation encounter` and the like: type and parameter of all references that may lead to a type. */
function referring(target: string): readonly string[] {
  const before = known.get(target)
  if (before) return before
  const made = Object.keys(structures.resourceTypes).flatMap((type) =>
    [...parameters.of(type).values()]
      .filter((one) => one.kind === 'reference' && one.anyOf.length === 0)
      .filter((one) => one.targets.length === 0 || one.targets.includes(target))
      .map((one) => `${type} ${one.code}`),
  )
  known.set(target, made)
  return made
}
